package ai.preloop.activities.upstream;

import java.net.URI;

/** An upstream MCP server: where it is, how it is spoken to, and what proves us to it. */
public sealed interface UpstreamServer {

  /** What the server is known by: shown, and compared before a call that waited is sent. */
  URI url();

  Credential credential();

  /** One that listens somewhere. */
  sealed interface Listening extends UpstreamServer {

    Reach reach();
  }

  /** Spoken to over streamable HTTP. */
  record Http(URI url, Credential credential, Reach reach) implements Listening {

    public Http(URI url, Credential credential) {
      this(url, credential, Reach.DIRECT);
    }
  }

  /** Spoken to by the transport of revision 2024-11-05: a stream to hear it, and POSTs. */
  record Sse(URI url, Credential credential, Reach reach) implements Listening {

    public Sse(URI url, Credential credential) {
      this(url, credential, Reach.DIRECT);
    }
  }

  /** A program on the node itself, by the name that its operator gave the command. */
  record Command(String name) implements UpstreamServer {

    private static final String SCHEME = "stdio";

    /** What stands where other servers have an address. */
    public static URI url(String name) {
      return URI.create(SCHEME + ":" + name);
    }

    /** The command that such a URL names. */
    public static Command of(URI url) {
      return new Command(url.getSchemeSpecificPart());
    }

    @Override
    public URI url() {
      return url(name);
    }

    @Override
    public Credential credential() {
      return Credential.NONE;
    }
  }
}
