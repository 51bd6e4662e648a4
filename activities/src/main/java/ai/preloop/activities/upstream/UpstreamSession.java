package ai.preloop.activities.upstream;

import ai.preloop.activities.mcp.AboutItself;
import org.jspecify.annotations.Nullable;

/** What was agreed with an upstream server; one that speaks over HTTP may give no id. */
public record UpstreamSession(@Nullable String id, String protocolVersion) {

  /** With a server over HTTP that knows of no sessions. */
  static final UpstreamSession NONE = new UpstreamSession(null, AboutItself.REVISION);

  /** Whether each request says by itself what it depends on. */
  public boolean isStateless() {
    return protocolVersion.equals(AboutItself.REVISION);
  }
}
