package ai.preloop.activities.notifications;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class TerminalChannelTests {

  private final ByteArrayOutputStream shown = new ByteArrayOutputStream();
  private final TerminalChannel terminal =
      new TerminalChannel(
          new PrintStream(shown, true, StandardCharsets.UTF_8), ZoneOffset.UTC, "./preloop");

  @Test
  void keepsWhatComesBeforeItIsOpened() {
    terminal.send(waiting("early"));
    assertThat(shown.size()).isZero();

    terminal.open();
    terminal.send(waiting("late"));

    assertThat(text()).containsSubsequence("early wants to call", "late wants to call");
    assertThat(text().split("early wants", -1)).hasSize(2);
  }

  @Test
  void namesTheCommandAsItIsTypedHere() {
    terminal.open();
    terminal.send(waiting("agent\u001b[2J"));

    assertThat(text()).contains("./preloop approvals show ", "agent?[2J").doesNotContain("\u001b");
  }

  private String text() {
    return shown.toString(StandardCharsets.UTF_8);
  }

  private static Message waiting(String caller) {
    return new Message(
        new UUID(0, 1),
        "opened",
        "demo",
        "pay_invoice",
        caller,
        Instant.parse("2026-11-21T10:00:00Z"),
        URI.create("http://127.0.0.1:8000/console/approval/1"));
  }
}
