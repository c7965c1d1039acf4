"""Ways out to other servers: mail, webhooks and the WebSub hub."""
