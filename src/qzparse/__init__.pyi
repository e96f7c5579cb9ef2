from .canonical import dump as dump
from .canonical import load as load
from .canonical import schema as schema
from .errors import QzparseError as QzparseError
from .models import Citation as Citation
from .models import Coverage as Coverage
from .models import Diagnostic as Diagnostic
from .models import Document as Document
from .models import Duty as Duty
from .models import Entry as Entry
from .models import Item as Item
from .models import Severity as Severity
from .pipeline import ingest as ingest

__version__: str
