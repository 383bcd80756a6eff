"""Modules and calls that mean nothing to the contract."""

from __future__ import annotations

_BUILTINS = """
abs all any ascii bin bool bytearray bytes callable chr classmethod complex delattr dict dir divmod enumerate filter
float format frozenset getattr globals hasattr hash hex id int isinstance issubclass iter len list locals map max
memoryview min next object oct open ord pow print property range repr reversed round set setattr slice sorted
staticmethod str sum super tuple type unicode long unichr xrange vars zip __import__ ArithmeticError AttributeError
Exception ImportError IndexError KeyError KeyboardInterrupt LookupError NotImplementedError OSError RuntimeError
StopIteration SystemError TimeoutError TypeError ValueError WindowsError
"""

_STANDARD = """
abc argparse array ast base64 binascii bisect bz2 calendar cmath codecs collections configparser ConfigParser
contextlib contextvars copy copyreg csv dataclasses datetime decimal difflib dis email enum errno faulthandler filecmp
fileinput fnmatch fractions functools gc getopt gettext glob gzip hashlib heapq hmac html imp importlib inspect io
ipaddress itertools json keyword linecache locale logging lzma math mimetypes numbers operator optparse pathlib pickle
cPickle pkgutil platform plistlib pprint random re reprlib sched.scheduler.enter secrets shelve shlex shutil site stat
statistics string StringIO cStringIO struct sysconfig tarfile tempfile textwrap tokenize tomllib traceback types
typing unicodedata unittest urllib.parse urlparse uuid warnings weakref winreg _winreg xml zipfile zlib zoneinfo six
future time.time time.perf_counter time.monotonic time.strftime time.localtime time.gmtime time.ctime time.mktime
time.strptime time.asctime time.clock time.process_time time.time_ns time.monotonic_ns signal.signal signal.getsignal
select.poll.register atexit.register sys.path sys.stdout sys.stderr sys.exc_info sys.getfilesystemencoding
sys.getsizeof sys.setdefaultencoding sys.getdefaultencoding sys.getrefcount sys._getframe sys.getwindowsversion
sys.argv sys.modules sys.version_info os.path os.environ os.getcwd os.chdir os.getpid os.getppid os.getenv os.putenv
os.listdir os.scandir os.mkdir os.makedirs os.remove os.unlink os.rename os.replace os.rmdir os.removedirs os.stat
os.utime os.walk os.access os.chmod os.fsync os.urandom os.getlogin os.cpu_count os.strerror os.fspath os.open
os.close os.read os.write os.fdopen os.sep ntpath posixpath threading.current_thread threading.currentThread
threading.get_ident threading.main_thread
threading.local threading.settrace threading.stack_size multiprocessing.freeze_support multiprocessing.cpu_count
multiprocessing.current_process multiprocessing.set_start_method multiprocessing.log_to_stderr socket.gethostname
socket.inet_aton socket.inet_ntoa socket.htons socket.ntohs socket.setdefaulttimeout socket.socket.settimeout
socket.socket.setblocking socket.socket.setsockopt socket.socket.bind socket.socket.listen socket.socket.fileno
socket.socket.getsockname socket.socket.getpeername subprocess.STARTUPINFO subprocess.list2cmdline
asyncio.set_event_loop asyncio.set_event_loop_policy asyncio.iscoroutinefunction
queue.Queue.empty queue.Queue.qsize queue.Queue.full
"""

_WINDOWS = """
servicemanager.LogMsg servicemanager.LogInfoMsg servicemanager.LogErrorMsg servicemanager.LogWarningMsg
servicemanager.Debugging servicemanager.RunningAsService servicemanager.SetEventSourceName servicemanager.Initialize
servicemanager.PrepareToHostSingle servicemanager.PrepareToHostMultiple
win32evtlogutil win32evtlog.ReportEvent win32evtlog.RegisterEventSource win32evtlog.DeregisterEventSource
win32traceutil win32api.CloseHandle win32api.GetLastError win32api.FormatMessage win32api.GetModuleFileName
win32api.GetComputerName win32api.GetUserName win32api.GetCurrentProcess win32api.GetCurrentThread
win32api.GetCurrentThreadId win32api.GetCurrentProcessId win32api.OutputDebugString win32api.RegOpenKey
win32api.RegOpenKeyEx win32api.RegCloseKey win32api.RegQueryValueEx win32api.RegSetValueEx win32api.GetTickCount
win32api.OpenProcess win32api.SetConsoleCtrlHandler win32event.CreateEvent win32event.OpenEvent win32event.CreateMutex
win32event.OpenMutex win32event.CreateSemaphore win32event.CreateWaitableTimer win32event.SetWaitableTimer
win32event.CancelWaitableTimer win32file.CloseHandle win32file.CreateFile win32file.CreateIoCompletionPort
win32file.CancelIo win32file.AllocateReadBuffer win32pipe.CreateNamedPipe win32pipe.DisconnectNamedPipe
win32pipe.CreatePipe win32process.GetCurrentProcess win32process.SetPriorityClass win32process.GetExitCodeProcess
win32process.STARTUPINFO win32process.GetWindowThreadProcessId win32process.EnumProcesses win32security win32con
winerror win32timezone win32profile win32ts.WTSGetActiveConsoleSessionId win32ts.WTSQuerySessionInformation
win32ts.WTSQueryUserToken win32gui_struct win32gui.RegisterDeviceNotification win32gui.UnregisterDeviceNotification
pythoncom.CoInitialize pythoncom.CoInitializeEx pythoncom.CoUninitialize pywintypes ctypes.byref ctypes.sizeof
ctypes.pointer ctypes.cast ctypes.create_string_buffer ctypes.create_unicode_buffer ctypes.WinError
ctypes.GetLastError ctypes.get_last_error ctypes.FormatError ctypes.c_int ctypes.c_ulong ctypes.c_void_p
ctypes.wintypes ctypes.windll.kernel32.CloseHandle ctypes.windll.kernel32.GetLastError
ctypes.windll.kernel32.OutputDebugStringW ctypes.windll.kernel32.OutputDebugStringA
ctypes.windll.kernel32.CreateEventW ctypes.windll.kernel32.CreateEventA
"""

_OTHERS = """
cx_Logging
attr attrs chardet colorama click.echo coloredlogs dateutil dotenv jinja2 loguru lxml markupsafe numpy packaging
pandas psutil.pid_exists psutil.virtual_memory psutil.process_iter psutil.Process.children psutil.Process.name
pydantic pytz sentry_sdk.capture_exception sentry_sdk.init simplejson structlog tabulate toml tomli tzlocal ujson yaml
"""

# Dotted prefixes; the longest known name decides, so that an entry of the other tables below one of them still counts.
QUIET = frozenset(f"{_BUILTINS} {_STANDARD} {_WINDOWS} {_OTHERS}".split())

_SIGNS = """
open io.open os.open os.remove os.unlink os.rename os.replace os.mkdir os.rmdir os.utime os.truncate setattr delattr
pathlib.Path.open pathlib.Path.touch pathlib.Path.unlink pathlib.Path.write_text pathlib.Path.write_bytes
pathlib.Path.rename pathlib.Path.replace pathlib.Path.mkdir pathlib.Path.rmdir shutil.move shutil.copy shutil.rmtree
win32file.CreateFile win32file.DeleteFile win32file.MoveFile win32api.DeleteFile win32api.RegSetValueEx
winreg.SetValue winreg.SetValueEx winreg.DeleteValue
"""

# Quiet calls that another part of the program may go by all the same: files and attributes that come, change or go.
TELLING = frozenset(_SIGNS.split())
