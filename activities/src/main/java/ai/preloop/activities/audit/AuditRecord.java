package ai.preloop.activities.audit;

import ai.preloop.activities.database.Digests;
import ai.preloop.activities.database.Storable;
import ai.preloop.activities.traces.ClientCallId;
import ai.preloop.workflows.identity.AccountId;
import ai.preloop.workflows.identity.Ids;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HexFormat;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What the ledger says of one call or decision. Instants are cut to microseconds and text to what
 * PostgreSQL can keep, so that what was hashed comes back as it was.
 */
public record AuditRecord(
    UUID id,
    AccountId account,
    Instant at,
    Trail trail,
    Who who,
    What what,
    Judgement judgement,
    Ending ending,
    @Nullable Circumstances circumstances) {

  /** How a call ends that people should have been asked about, and were not. */
  public static final String NOT_OPENED = "not_opened";

  private static final int LONGEST_SESSION = 200;

  public AuditRecord {
    at = at.truncatedTo(ChronoUnit.MICROS);
  }

  /** A new record of now, with a correlation of its own, that nobody judged and that went well. */
  public static AuditRecord of(AccountId account, Who who, What what) {
    UUID id = Ids.next();
    return new AuditRecord(
        id,
        account,
        Instant.now(),
        new Trail(id, null, null, null),
        who,
        what,
        new Judgement(null, null, null),
        new Ending("ok", null),
        null);
  }

  /** The same, to be kept beside this one. */
  public AuditRecord again() {
    return new AuditRecord(
        Ids.next(), account, at, trail, who, what, judgement, ending, circumstances);
  }

  public AuditRecord at(Instant instant) {
    return new AuditRecord(
        id, account, instant, trail, who, what, judgement, ending, circumstances);
  }

  public AuditRecord trail(Trail to) {
    return new AuditRecord(id, account, at, to, who, what, judgement, ending, circumstances);
  }

  public AuditRecord judged(Judgement to) {
    return new AuditRecord(id, account, at, trail, who, what, to, ending, circumstances);
  }

  public AuditRecord ended(String outcome, @Nullable Duration took) {
    return new AuditRecord(
        id, account, at, trail, who, what, judgement, new Ending(outcome, took), circumstances);
  }

  public AuditRecord in(@Nullable Circumstances to) {
    return new AuditRecord(id, account, at, trail, who, what, judgement, ending, to);
  }

  /** What it belongs to: all records of one request share the correlation. */
  public record Trail(
      UUID correlation,
      @Nullable UUID session,
      @Nullable UUID agent,
      @Nullable UUID flow,
      @Nullable Tie tie) {

    public Trail(
        UUID correlation, @Nullable UUID session, @Nullable UUID agent, @Nullable UUID flow) {
      this(correlation, session, agent, flow, null);
    }

    public static Trail of(UUID correlation, @Nullable UUID session) {
      return new Trail(correlation, session, null, null);
    }

    public Trail tied(@Nullable Tie to) {
      return new Trail(correlation, session, agent, flow, to);
    }
  }

  /**
   * What the client said that the request belongs to: its own id of the call, and its session. It
   * is kept beside the records of the request, and the chain does not cover it.
   */
  public record Tie(UUID user, @Nullable String clientCall, @Nullable String session) {

    public Tie {
      clientCall = clientCall == null ? null : ClientCallId.kept(clientCall);
      session = session == null ? null : Storable.text(cut(session));
    }
  }

  /** As the session of a call of a model is cut, perhaps within a character. */
  private static String cut(String session) {
    return session.substring(0, Math.min(session.length(), LONGEST_SESSION));
  }

  /** The principal: {@code user}, {@code api_key}, {@code link}, {@code system}… */
  public record Who(String type, @Nullable UUID id, String name) {

    public Who {
      type = Storable.text(type);
      name = Storable.text(name);
    }
  }

  /** What was asked for; {@code arguments} are redacted already. */
  public record What(
      String action, @Nullable String server, @Nullable String tool, @Nullable String arguments) {

    /** The action of a record of a tool call. */
    public static final String TOOL_CALL = "tool.call";

    public What {
      action = Storable.text(action);
      server = Storable.optional(server);
      tool = Storable.optional(tool);
      arguments = Storable.optional(arguments);
    }

    public static What action(String name) {
      return new What(name, null, null, null);
    }

    public static What toolCall(String server, String tool, @Nullable String redacted) {
      return new What(TOOL_CALL, server, tool, redacted);
    }
  }

  /** How it was judged: {@code allow}, {@code deny} or {@code ask}; {@code rule} is JSON text. */
  public record Judgement(
      @Nullable String verdict, @Nullable String rule, @Nullable Integer policyVersion) {

    public Judgement {
      verdict = Storable.optional(verdict);
      rule = Storable.optional(rule);
    }
  }

  /** How it ended, and how long it took where that was measured. */
  public record Ending(String outcome, @Nullable Duration took) {

    public Ending {
      outcome = Storable.text(outcome);
      took = took == null ? null : took.truncatedTo(ChronoUnit.MICROS);
    }
  }

  /**
   * What conditions read of a call beside its arguments: facts as JSON, which many calls share and
   * which are null where only their SHA-256 was read, the justification without its secrets, and
   * how many calls the session had made before, null where there was no session.
   */
  public record Circumstances(
      String sha256,
      @Nullable String facts,
      @Nullable String justification,
      @Nullable Long sessionCalls) {

    public Circumstances {
      justification = Storable.optional(justification);
    }

    public static Circumstances of(
        String facts, @Nullable String justification, @Nullable Long sessionCalls) {
      String stored = Storable.text(facts);
      byte[] digest = Digests.sha256(stored.getBytes(StandardCharsets.UTF_8));
      return new Circumstances(
          HexFormat.of().formatHex(digest), stored, justification, sessionCalls);
    }
  }
}
