"""Settings of the Superset that is measured; RAQUAN_SUPERSET names the folder it keeps things in.

Its own defaults, but for a cache of charts in files (the default caches nothing that two workers
share), patience with its own database, no limit below the rows that are asked for, and no forms'
tokens or forced HTTPS.
"""

import os

FOLDER = os.environ["RAQUAN_SUPERSET"]
SECRET_KEY = "for-a-benchmark-on-this-machine-alone"
SQLALCHEMY_DATABASE_URI = f"sqlite:///{FOLDER}/superset.sqlite"
# two workers note each question there; five seconds are too few while a slow disk is busy
SQLALCHEMY_ENGINE_OPTIONS = {"connect_args": {"timeout": 60}}
WTF_CSRF_ENABLED = False
TALISMAN_ENABLED = False
ROW_LIMIT = 100_000
SQL_MAX_ROW = 100_000
DATA_CACHE_CONFIG = {
    "CACHE_TYPE": "FileSystemCache",
    "CACHE_DIR": f"{FOLDER}/cache",
    "CACHE_DEFAULT_TIMEOUT": 86_400,
}
CACHE_CONFIG = DATA_CACHE_CONFIG
