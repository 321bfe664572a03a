"""Django pages, for granian or any WSGI server, and behind the edge of the embedded mode."""

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "zhibu.config.settings")
application = get_wsgi_application()
