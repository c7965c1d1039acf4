"""The pages that are looked at: by axe in every colour, and by people as screenshots."""

from dataclasses import dataclass

from tests.factories import SLUG
from tests.telling_made import letter_path

LIST = f"/lists/{SLUG}"
QUEUE = f"{LIST}/queue"


@dataclass(frozen=True)
class Seen:
    """A page or a state of one: who looks, which keys bring the state about, and what is clicked open."""

    name: str
    path: str
    who: str | None = None
    keys: str = ""
    opens: str = ""
    is_pictured: bool = True


PAGES = (
    Seen("start", "/"),
    Seen("start-signed-in", "/", "ada", is_pictured=False),
    Seen("sign-in", "/sign-in"),
    Seen("queue", QUEUE, "ada"),
    Seen("queue-after-a-verdict", QUEUE, "ada", "a", is_pictured=False),
    Seen("queue-reject", QUEUE, "ada", "r"),
    Seen("queue-outlook", QUEUE, "ada", opens=".outlook > summary"),
    Seen("queue-keys", QUEUE, "ada", "?"),
    Seen("queue-nothing-matches", f"{QUEUE}?q=nothing+has+this", "ada", is_pictured=False),
    Seen("queue-empty", "/lists/vision-token-pruning/queue", "ada"),
    Seen("publish", f"{LIST}/publish", "ada"),
    Seen("updates", f"{LIST}/updates", "ada"),
    Seen("publish-side-by-side", f"{LIST}/publish?view=split", "ada"),
    Seen("list", LIST),
    Seen("model", f"{LIST}/model"),
    Seen("list-filtered", f"{LIST}?method=merging&modality=video", is_pictured=False),
    Seen("list-nothing", f"{LIST}?q=tokne", is_pictured=False),
    Seen("tag", f"{LIST}/tags/stage/in-llm"),
    Seen("trends", f"{LIST}/trends"),
    Seen("new", "/new"),
    Seen("new-of-list", f"{LIST}/new", is_pictured=False),
    Seen("author", "/authors/Senqiao%20Yang"),
    Seen("disagreements", "/disagreements"),
    Seen("paper", "/papers/2412.04467"),
    Seen("paper-in-review", "/papers/2511.90001", "ada"),
    Seen("search", "/search?q=token+prun*"),
    Seen("digest", f"{LIST}/digest"),
    Seen("digest-issue", f"{LIST}/digest/2025-W45"),
    Seen("api", "/api"),
    Seen("coverage", "/coverage"),
    Seen("bulk", f"{LIST}/bulk?at_most=0.5", "ada"),
    Seen("bulk-nothing", f"{LIST}/bulk?q=nothing+has+this", "ada", is_pictured=False),
    Seen("queue-claimed", f"{QUEUE}/1", "bo", is_pictured=False),
    Seen("queue-filtered", f"{QUEUE}?author=a&at_most=0.9&state=pending", "ada", is_pictured=False),
    Seen("second", f"{LIST}/second", "bo"),
    Seen("agreement", f"{LIST}/agreement", "ada"),
    Seen("gaps", f"{LIST}/gaps", "ada"),
    Seen("suggest", f"{LIST}/suggest"),
    Seen("tags", f"{LIST}/tags"),
    Seen("settings", f"{LIST}/settings", "ada"),
    Seen("taxonomy", f"{LIST}/taxonomy", "ada"),
    Seen("taxonomy-word", f"{LIST}/taxonomy/word?facet=method&word=Folding", "ada"),
    Seen("webhooks", f"{LIST}/webhooks", "ada"),
    Seen("webhook", f"{LIST}/webhooks/1", "ada", opens=".deliveries li:nth-child(2) summary"),
    Seen("subscribe", f"{LIST}/digest/subscribe"),
    Seen("letters-confirm", letter_path("confirm")),
    Seen("letters-leave", letter_path("leave")),
    Seen("people", f"{LIST}/people", "ada"),
    Seen("people-everywhere", "/people", "ada", is_pictured=False),
    Seen("account", "/account", "ada"),
    Seen("keys", "/account/keys", "ada"),
    Seen("runs", "/runs", "ada"),
    Seen("audit", "/audit", "ada"),
    Seen("about", "/about"),
    Seen("not-found", "/no/such/page"),
    Seen("not-allowed", QUEUE, "cy", is_pictured=False),
)
