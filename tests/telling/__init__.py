"""Ways out to other servers: mail, webhooks, the hub."""
