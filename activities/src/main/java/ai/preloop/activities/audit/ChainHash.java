package ai.preloop.activities.audit;

import ai.preloop.activities.audit.AuditRecord.Circumstances;
import ai.preloop.workflows.identity.AccountId;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * The hash of a record: SHA-256 over the fields in the order of the table's columns, then the hash
 * before it.
 *
 * <p>Each field is its length in bytes (four, big-endian) and its bytes; null is the length -1. Ids
 * are 16 bytes, numbers 8 big-endian, the instant its seconds since 1970 and its nanoseconds as two
 * numbers, the duration a number of microseconds, text UTF-8, a hash its 32 bytes. The fields:
 * {@code preloop-audit-1}, account, seq, id, at, correlation, session, agent, flow, type, id and
 * name of the principal, action, server, tool, verdict, rule, policy version, arguments, outcome,
 * duration, previous hash. A record with the circumstances of a call begins with {@code
 * preloop-audit-2} and has their SHA-256 and the justification before the previous hash; one of a
 * call in a session begins with {@code preloop-audit-3} and has the number of the session's calls
 * before it as one more. The first record follows the SHA-256 of the text {@code preloop-audit-1
 * <account id>}.
 */
final class ChainHash {

  private static final String FORMAT = "preloop-audit-1";
  private static final String WITH_CIRCUMSTANCES = "preloop-audit-2";
  private static final String IN_SESSION = "preloop-audit-3";
  private static final HexFormat HEX = HexFormat.of();
  private static final byte[] NULL = ByteBuffer.allocate(4).putInt(-1).array();

  private final MessageDigest digest = sha256();

  private ChainHash() {}

  static String genesis(AccountId account) {
    byte[] text = (FORMAT + " " + account).getBytes(StandardCharsets.UTF_8);
    return HEX.formatHex(sha256().digest(text));
  }

  static String of(long seq, AuditRecord record, String previous) {
    ChainHash hash = new ChainHash();
    Circumstances circumstances = record.circumstances();
    hash.text(format(circumstances));
    hash.id(record.account().value()).number(seq);
    hash.id(record.id()).instant(record.at());
    hash.trail(record.trail()).who(record.who()).what(record.what());
    hash.judgement(record.judgement()).ending(record.ending());
    if (circumstances != null) {
      hash.field(HEX.parseHex(circumstances.sha256())).text(circumstances.justification());
      if (circumstances.sessionCalls() != null) {
        hash.number(circumstances.sessionCalls());
      }
    }
    hash.field(HEX.parseHex(previous));
    return HEX.formatHex(hash.digest.digest());
  }

  private static String format(@Nullable Circumstances circumstances) {
    if (circumstances == null) {
      return FORMAT;
    }
    return circumstances.sessionCalls() == null ? WITH_CIRCUMSTANCES : IN_SESSION;
  }

  private ChainHash trail(AuditRecord.Trail trail) {
    return id(trail.correlation()).id(trail.session()).id(trail.agent()).id(trail.flow());
  }

  private ChainHash who(AuditRecord.Who who) {
    return text(who.type()).id(who.id()).text(who.name());
  }

  private ChainHash what(AuditRecord.What what) {
    return text(what.action()).text(what.server()).text(what.tool()).text(what.arguments());
  }

  private ChainHash judgement(AuditRecord.Judgement judgement) {
    Integer version = judgement.policyVersion();
    return text(judgement.verdict())
        .text(judgement.rule())
        .number(version == null ? null : version.longValue());
  }

  private ChainHash ending(AuditRecord.Ending ending) {
    Duration took = ending.took();
    return text(ending.outcome()).number(took == null ? null : TimeUnit.MICROSECONDS.convert(took));
  }

  private ChainHash instant(Instant at) {
    return number(at.getEpochSecond()).number((long) at.getNano());
  }

  private ChainHash id(@Nullable UUID id) {
    return field(
        id == null
            ? null
            : ByteBuffer.allocate(16)
                .putLong(id.getMostSignificantBits())
                .putLong(id.getLeastSignificantBits())
                .array());
  }

  private ChainHash number(@Nullable Long number) {
    return field(number == null ? null : ByteBuffer.allocate(8).putLong(number).array());
  }

  private ChainHash text(@Nullable String text) {
    return field(text == null ? null : text.getBytes(StandardCharsets.UTF_8));
  }

  private ChainHash field(byte @Nullable [] bytes) {
    if (bytes == null) {
      digest.update(NULL);
    } else {
      digest.update(ByteBuffer.allocate(4).putInt(bytes.length).flip());
      digest.update(bytes);
    }
    return this;
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }
}
