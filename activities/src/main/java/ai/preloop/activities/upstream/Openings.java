package ai.preloop.activities.upstream;

import static java.nio.charset.StandardCharsets.UTF_8;

import ai.preloop.activities.json.JsonSlice;
import ai.preloop.activities.json.JsonText;
import ai.preloop.activities.mcp.AboutItself;
import ai.preloop.activities.mcp.ServerIntroduction;
import ai.preloop.activities.upstream.Outgoing.Clearance;
import ai.preloop.activities.upstream.Terms.Era;
import ai.preloop.activities.upstream.UpstreamAnswer.Refused;
import ai.preloop.activities.upstream.UpstreamAnswer.Result;
import ai.preloop.activities.upstream.UpstreamAnswer.RpcError;
import ai.preloop.activities.upstream.UpstreamClient.Opened;
import ai.preloop.policies.problems.ProblemException;
import ai.preloop.policies.problems.ProblemType;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Opens conversations with servers: by {@code initialize} in the era of sessions, and since then by
 * {@code server/discover}, which asks no more than whether the server speaks that revision. What a
 * server does not understand of the one is tried with the other.
 */
final class Openings {

  /** Newest first; a server of the last may answer by the way that it is asked, too. */
  private static final List<String> REVISIONS =
      List.of("2025-11-25", "2025-06-18", "2025-03-26", "2024-11-05");

  /** What a server may say to a message that it has no notion of. */
  private static final Set<Integer> NOT_UNDERSTOOD = Set.of(400, 404, 405, 406, 415, 422, 501);

  /** Servers of the other era may stay silent instead of saying that they do not understand. */
  private static final Duration DISCOVERY = Duration.ofSeconds(5);

  /** Of a revision that a server does not speak (Versioning). */
  private static final int UNSUPPORTED = -32022;

  private final String clientVersion;
  private final LongSupplier ids;

  Openings(String clientVersion, LongSupplier ids) {
    this.clientVersion = clientVersion;
    this.ids = ids;
  }

  /**
   * What a conversation may go over: {@code line} of HTTP is another one for each session that it
   * is to be in.
   */
  record Way(Function<@Nullable UpstreamSession, Line> line, Transport transport) {

    enum Transport {
      HTTP,
      SSE,
      STDIO
    }

    private boolean isOfBothEras() {
      return transport != Transport.SSE;
    }
  }

  Opened open(Way way, Terms terms) {
    Optional<Opened> rather =
        terms.rather() == Era.STATELESS && way.isOfBothEras()
            ? discovered(way, terms)
            : Optional.empty();
    return rather.orElseGet(() -> initialized(way, terms));
  }

  private Opened initialized(Way way, Terms terms) {
    Line line = way.line().apply(null);
    UpstreamAnswer answer = line.ask(initialize(terms));
    Optional<Opened> otherwise =
        terms.rather() == Era.WITH_SESSIONS && way.isOfBothEras() && isNotUnderstood(answer)
            ? discovered(way, terms)
            : Optional.empty();
    if (otherwise.isPresent()) {
      return otherwise.get();
    }
    try {
      JsonSlice result = UpstreamClient.resultOf(answer);
      UpstreamSession session = line.agreed(revision(result));
      confirm(line, terms.deadline());
      return new Opened(session, ServerIntroduction.read(result));
    } catch (ProblemException e) {
      line.end();
      throw e.causedBy(new NotOpenedException(answer));
    }
  }

  private static boolean isNotUnderstood(UpstreamAnswer answer) {
    return answer instanceof RpcError
        || (answer instanceof Result(JsonSlice result, var _) && isOfOtherEra(result))
        || (answer instanceof Refused(int status, _) && NOT_UNDERSTOOD.contains(status));
  }

  /** Some without sessions take the handshake for a question like any other. */
  private static boolean isOfOtherEra(JsonSlice initialized) {
    JsonSlice version = initialized.member("protocolVersion");
    return version != null && AboutItself.REVISION.equals(version.text());
  }

  /** Empty when the server does not say that it speaks the revision without sessions. */
  private Optional<Opened> discovered(Way way, Terms terms) {
    Line line = way.line().apply(UpstreamSession.NONE);
    UpstreamAnswer answer = line.ask(discover(terms));
    if (isToBeAskedAgain(answer)) {
      answer = line.ask(discover(terms));
    }
    return answer instanceof Result(JsonSlice result, var _)
            && isSpoken(result, "supportedVersions")
        ? Optional.of(
            new Opened(line.agreed(AboutItself.REVISION), ServerIntroduction.read(result)))
        : Optional.empty();
  }

  /** A server that turns the revision down, and names it among those that it speaks. */
  private static boolean isToBeAskedAgain(UpstreamAnswer answer) {
    JsonSlice data =
        answer instanceof RpcError(long code, var _, JsonSlice error) && code == UNSUPPORTED
            ? error.member("data")
            : null;
    return data != null && isSpoken(data, "supported");
  }

  private static boolean isSpoken(JsonSlice said, String where) {
    JsonSlice versions = said.member(where);
    return versions != null
        && versions.elements().stream().anyMatch(each -> AboutItself.REVISION.equals(each.text()));
  }

  private Outgoing discover(Terms terms) {
    long id = ids.getAsLong();
    String body =
        """
        {"jsonrpc":"2.0","id":%d,"method":"server/discover","params":{}}\
        """
            .formatted(id);
    var itself = new AboutItself(clientVersion, terms.capabilities(), null);
    Deadline deadline = terms.deadline().atMost(DISCOVERY);
    return new Outgoing(id, itself.in(body.getBytes(UTF_8)), Clearance.GIVEN, deadline);
  }

  private Outgoing initialize(Terms terms) {
    long id = ids.getAsLong();
    String body =
        """
        {"jsonrpc":"2.0","id":%d,"method":"initialize","params":{"protocolVersion":"%s",\
        "capabilities":%s,"clientInfo":{"name":"preloop","version":%s}}}\
        """
            .formatted(
                id, REVISIONS.getFirst(), terms.capabilities(), JsonText.quote(clientVersion));
    return new Outgoing(id, body.getBytes(UTF_8), Clearance.GIVEN, terms.deadline());
  }

  private static void confirm(Line line, Deadline deadline) {
    byte[] body = "{\"jsonrpc\":\"2.0\",\"method\":\"notifications/initialized\"}".getBytes(UTF_8);
    if (!line.tell(body, deadline.atMost(HttpLine.ASIDE))) {
      throw new ProblemException(
          ProblemType.UPSTREAM_FAILED, "The upstream server did not finish opening a session.");
    }
  }

  private static String revision(JsonSlice result) {
    JsonSlice member = result.member("protocolVersion");
    String version = member == null ? null : member.text();
    if (version == null || !REVISIONS.contains(version)) {
      throw new ProblemException(
          ProblemType.UPSTREAM_FAILED,
          "The upstream server speaks no MCP revision from %s to %s, and not %s."
              .formatted(REVISIONS.getLast(), REVISIONS.getFirst(), AboutItself.REVISION));
    }
    return version;
  }
}
