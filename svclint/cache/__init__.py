"""What earlier runs found, kept so that what has not changed is not judged again.

A verdict is known by the content of its file, its path as shown, the settings it depends on and the linter itself; it
holds as long as the other files that were asked for it would answer as they did. Which content a file has is known
without reading it as long as its stamp (times, size, number) is the same.
"""
