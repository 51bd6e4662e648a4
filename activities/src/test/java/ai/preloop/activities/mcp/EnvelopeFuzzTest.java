package ai.preloop.activities.mcp;

import static org.assertj.core.api.Assertions.assertThat;

import ai.preloop.activities.json.MalformedMessage;
import ai.preloop.activities.json.StrictJson.Limits;
import com.code_intelligence.jazzer.junit.FuzzTest;

class EnvelopeFuzzTest {

  /** Whatever comes is taken or refused, and what is taken stays itself when it is written. */
  @FuzzTest
  void staysItselfOnTheWayThrough(byte[] body) {
    Envelope read;
    try {
      read = Envelope.read(body, Limits.REQUEST);
    } catch (MalformedMessage refused) {
      assertThat(refused.sentence()).isNotEmpty();
      return;
    }
    Envelope written = Envelope.read(read.toUpstream(7, "tool", null), Limits.REQUEST);
    assertThat(written.method()).isEqualTo(read.method());
    assertThat(written.arguments()).isEqualTo(read.arguments());
    assertThat(written.meta()).isEqualTo(read.meta());
  }
}
