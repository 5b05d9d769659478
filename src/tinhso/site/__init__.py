"""The assembly: settings, urls, wsgi, discovery of modules, supervisor and command line.

Imports everything, is imported by nobody.
"""
