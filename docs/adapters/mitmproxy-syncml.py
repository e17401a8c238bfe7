"""Shows SyncML and other WBXML in mitmproxy: mitmproxy -s mitmproxy-syncml.py

Runs `syncml decode` for each body that is looked at; the body goes to its standard input. The command is `syncml` of the path, or what
the environment variable SYNCML names: SYNCML="node /opt/syncml/dist/cli/syncml.js".
"""

import os
import shlex
import shutil
import subprocess

from mitmproxy import contentviews

# Seconds for one body, after which it is shown as any other.
TIMEOUT = 20
# WBXML of WAP by another name.
WAP_TYPES = {f"application/vnd.wap.{name}" for name in ("wmlc", "sic", "slc", "coc")}


def media_type_of(content_type):
    """Without parameters, in lower case."""
    return (content_type or "").partition(";")[0].strip().lower()


def is_syncml(content_type):
    """Whether a body is shown so unless another view is chosen."""
    media_type = media_type_of(content_type)
    return "syncml" in media_type or "wbxml" in media_type or media_type in WAP_TYPES


def media_type_option(content_type):
    """Says which language a document of WAP is in; SyncML says so itself."""
    media_type = media_type_of(content_type)
    return ["--type", media_type] if media_type.startswith("application/vnd.wap.") else []


def decoded(data, content_type=None):
    """The document as indented XML, and after it what is wrong with it. Raises ValueError if there is nothing to show."""
    name, *before = shlex.split(os.environ.get("SYNCML", "syncml"), posix=os.name == "posix")
    # The whole path, so that syncml.cmd is found on Windows.
    command = [shutil.which(name) or name, *before, "decode", "-", "--indent", "2", *media_type_option(content_type)]
    try:
        done = subprocess.run(command, input=data, capture_output=True, timeout=TIMEOUT, check=False)
    except (OSError, subprocess.TimeoutExpired) as failure:
        raise ValueError(f"syncml does not run: {failure}") from failure
    shown = done.stdout.decode("utf-8", "replace").rstrip()
    said = done.stderr.decode("utf-8", "replace").rstrip()
    if shown == "":
        raise ValueError(said or f"syncml ended with {done.returncode}")
    return f"{shown}\n\n{said}" if said else shown


if hasattr(contentviews, "Contentview"):  # mitmproxy 12 and later

    class SyncML(contentviews.Contentview):
        name = "SyncML"
        syntax_highlight = "xml"

        def prettify(self, data, metadata):
            return decoded(data, metadata.content_type)

        def render_priority(self, data, metadata):
            return 2 if data and is_syncml(metadata.content_type) else -1

    contentviews.add(SyncML)

else:

    class ViewSyncML(contentviews.View):
        name = "SyncML"

        def __call__(self, data, *, content_type=None, **metadata):
            return "SyncML", contentviews.format_text(decoded(data, content_type))

        def render_priority(self, data, *, content_type=None, **metadata):
            return 2 if data and is_syncml(content_type) else 0

    view = ViewSyncML()

    def load(loader):
        contentviews.add(view)

    def done():
        contentviews.remove(view)
