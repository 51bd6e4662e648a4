package ai.preloop.activities.upstream;

import java.net.URI;

/** Where an upstream MCP server listens, and what proves us to it. */
public record UpstreamServer(URI url, Credential credential) {}
