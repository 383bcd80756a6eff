"""One module a fixable rule, named by its code: ``svc502.fix(shop, finding)`` gives the Fix, or None for none."""
