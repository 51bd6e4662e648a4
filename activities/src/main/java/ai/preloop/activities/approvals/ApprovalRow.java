package ai.preloop.activities.approvals;

import ai.preloop.activities.identity.Principal;
import ai.preloop.activities.notifications.Message;
import ai.preloop.policies.quorum.Cancellation;
import ai.preloop.workflows.approvals.ApprovalRef;
import ai.preloop.workflows.approvals.ApprovalStatus;
import ai.preloop.workflows.approvals.ExecutionStatus;
import ai.preloop.workflows.identity.AccountId;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** An approval request as its row has it; {@code asOf} is the database's clock when it was read. */
public record ApprovalRow(
    ApprovalRef ref,
    ApprovalStatus status,
    ExecutionStatus execution,
    int round,
    Target target,
    Caller caller,
    Content content,
    Terms terms,
    Grounds grounds,
    Instant createdAt,
    Instant deadline,
    @Nullable Cancellation cancellation,
    @Nullable Resolution resolution,
    @Nullable Closing closing,
    @Nullable String workflowStore,
    Instant asOf,
    Kind kind) {

  public AccountId account() {
    return new AccountId(ref.accountId());
  }

  /** The same for whoever keeps it for long and sends nothing. */
  public ApprovalRow withoutContent() {
    Content less = new Content(new byte[0], content.digest(), null, Content.Presence.LEFT_OUT);
    return new ApprovalRow(
        ref,
        status,
        execution,
        round,
        target,
        caller,
        less,
        terms,
        grounds,
        createdAt,
        deadline,
        cancellation,
        resolution,
        closing,
        workflowStore,
        asOf,
        kind);
  }

  /** Whether something may still happen to it; a row that is not live is never driven again. */
  public boolean isLive() {
    return switch (status) {
      case PENDING -> true;
      case DECLINED, EXPIRED, CANCELLED -> false;
      case APPROVED -> !isQuestion() && isCallLive();
    };
  }

  /** Whether it only asks, and calls nothing once it is approved. */
  public boolean isQuestion() {
    return target.serverId() == null;
  }

  /** Whether it is about what a tool answered; the call itself was made. */
  public boolean isRelease() {
    return kind == Kind.RELEASE;
  }

  private boolean isCallLive() {
    return switch (execution) {
      case NONE, EXECUTING, OUTCOME_UNKNOWN -> true;
      case SUCCEEDED, FAILED -> false;
    };
  }

  public Duration remaining() {
    Duration left = Duration.between(asOf, deadline);
    return left.isNegative() ? Duration.ZERO : left;
  }

  /** What is asked about. */
  public enum Kind {
    /** Whether a call is made, or a question answered with yes. */
    CALL,
    /** Whether its agent gets what a tool answered. */
    RELEASE;

    static Kind of(String column) {
      return column.equals("release") ? RELEASE : CALL;
    }

    String column() {
      return this == RELEASE ? "release" : "call";
    }

    /** As people are told of it. */
    Message.Part part() {
      return this == RELEASE ? Message.Part.RESULT : Message.Part.CALL;
    }
  }

  /**
   * What is to be called: as it was shown, so that nothing else is called in its place; without a
   * server it is a question. {@code tool} is the name of whatever the method asks for.
   */
  public record Target(
      @Nullable UUID serverId,
      String server,
      String url,
      String method,
      String tool,
      byte[] definitionHash,
      boolean repeatable) {

    public String qualifiedTool() {
      return server + "." + tool;
    }
  }

  /**
   * Who made the call, in which conversation, and after how many calls in it; {@code labels} is the
   * fingerprint of whose work a token was for, if it said that.
   */
  public record Caller(
      String type,
      UUID id,
      String name,
      @Nullable UUID userId,
      @Nullable UUID sessionId,
      @Nullable String clientCallId,
      UUID correlationId,
      long earlierCalls,
      @Nullable UUID token,
      @Nullable String labels) {

    /** One that showed the key itself, or signed in. */
    public Caller(
        String type,
        UUID id,
        String name,
        @Nullable UUID userId,
        @Nullable UUID sessionId,
        @Nullable String clientCallId,
        UUID correlationId,
        long earlierCalls) {
      this(
          type, id, name, userId, sessionId, clientCallId, correlationId, earlierCalls, null, null);
    }

    /**
     * Whether this caller may hear of it: the key that called, or whose token did, hears of all,
     * and a token of the work that it is for itself.
     */
    boolean tells(Principal who) {
      return id.equals(who.id())
          && (who.token() == null || Objects.equals(labels, who.tokenLabels()));
    }

    Actor actor() {
      return new Actor(type, id, name, null);
    }
  }

  /** What is to be sent, in the clear; {@code digest} is the SHA-256 of the argument bytes. */
  public record Content(
      byte[] arguments, byte[] digest, @Nullable String justification, Presence presence) {

    /** Whether the arguments are here. */
    public enum Presence {
      WHOLE,
      /** They are too large for where this row is kept. */
      LEFT_OUT,
      /** They were sealed with another key. */
      UNREADABLE
    }

    static Content unreadable(byte[] digest) {
      return new Content(new byte[0], digest, null, Presence.UNREADABLE);
    }

    public boolean isReadable() {
      return presence != Presence.UNREADABLE;
    }
  }

  /** Why it was asked: the policy's version and the rules, as JSON. */
  public record Grounds(int policyVersion, String rules) {}

  /** How a request ended. */
  public record Closing(Instant at, String by, @Nullable String comment) {}

  /** What a person made of an unknown outcome. */
  public record Resolution(
      String action, String by, @Nullable UUID userId, Instant at, @Nullable String comment) {

    Actor actor() {
      return Actor.user(userId, by, null);
    }
  }
}
