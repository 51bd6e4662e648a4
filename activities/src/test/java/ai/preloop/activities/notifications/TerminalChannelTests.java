package ai.preloop.activities.notifications;

import static ai.preloop.activities.notifications.Message.Decision.APPROVED;
import static ai.preloop.activities.notifications.Message.Decision.CANCELLED;
import static ai.preloop.activities.notifications.Message.Decision.DECLINED;
import static ai.preloop.activities.notifications.Message.Decision.EXPIRED;
import static ai.preloop.activities.notifications.Message.Outcome.FAILED;
import static ai.preloop.activities.notifications.Message.Outcome.SUCCEEDED;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import ai.preloop.policies.problems.ProblemException;
import java.io.ByteArrayOutputStream;
import java.io.PipedInputStream;
import java.io.PipedOutputStream;
import java.io.PrintStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
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

    until("late wants to call");
    assertThat(text()).containsSubsequence("early wants to call", "late wants to call");
    assertThat(text().split("early wants", -1)).hasSize(2);
  }

  @Test
  void namesTheCommandAsItIsTypedHere() {
    terminal.open();
    terminal.send(waiting("agent\u001b[2J"));

    until("approvals show");
    assertThat(text()).contains("./preloop approvals show ", "agent?[2J").doesNotContain("\u001b");
  }

  @Test
  void tellsInOneLineHowACallEnded() {
    terminal.open();
    terminal.send(new Message.Ended(call("agent"), APPROVED, "ana", SUCCEEDED));
    terminal.send(new Message.Ended(call("agent"), APPROVED, "ana", FAILED));
    terminal.send(new Message.Ended(call("agent"), DECLINED, "b\u001b[2Jen", null));
    terminal.send(new Message.Ended(call("agent"), EXPIRED, null, null));
    terminal.send(new Message.Ended(call("agent"), CANCELLED, "agent", null));

    until("cancelled by agent");
    assertThat(text().lines().filter(line -> !line.isBlank()))
        .containsExactly(
            "○ demo.pay_invoice of agent: approved by ana, succeeded",
            "○ demo.pay_invoice of agent: approved by ana, failed",
            "○ demo.pay_invoice of agent: declined by b?[2Jen",
            "○ demo.pay_invoice of agent: expired",
            "○ demo.pay_invoice of agent: cancelled by agent");
  }

  @Test
  void tellsWhereAResultIsWhatWaits() {
    terminal.open();
    Message.Subject result =
        new Message.Subject(new UUID(0, 1), Message.Part.RESULT, "demo", "list_payments", "agent");
    terminal.send(
        new Message.Waiting(
            result,
            Instant.parse("2026-11-21T10:00:00Z"),
            URI.create("http://127.0.0.1:8000/console/approval/1")));
    terminal.send(new Message.Ended(result, APPROVED, "ana", null));

    until("approved by ana");
    assertThat(text())
        .contains(
            "● agent wants the result of demo.list_payments and waits for a person",
            "○ the result of demo.list_payments of agent: approved by ana");
  }

  @Test
  void tellsWhoseLinkWasRevokedAndWhereItTurnedUp() {
    terminal.open();
    terminal.send(new Message.Leaked(call("agent"), "ana", "what the server x\u001b[2J sent"));

    until("approvals show");
    assertThat(text().lines().filter(line -> !line.isBlank()))
        .containsExactly(
            "! The one-time link of ana for demo.pay_invoice turned up in what the server x?[2J sent.",
            "  It is revoked, and the request is as it was:  ./preloop approvals show 00000000-0000-0000-0000-000000000001");
  }

  @Test
  void holdsNobodyUpWhereNobodyReads() throws Exception {
    PipedInputStream unread = new PipedInputStream(16);
    PrintStream full = new PrintStream(new PipedOutputStream(unread), true, StandardCharsets.UTF_8);
    TerminalChannel stuck = new TerminalChannel(full, ZoneOffset.UTC, "./preloop");
    stuck.open();

    assertThatThrownBy(
            () -> {
              for (int i = 0; i < 2_000; i++) {
                stuck.send(waiting("agent"));
              }
            })
        .isInstanceOf(ProblemException.class)
        .hasMessageContaining("The terminal does not take");
    unread.close();
  }

  private void until(String last) {
    await().atMost(Duration.ofSeconds(10)).until(() -> text().contains(last));
  }

  private String text() {
    return shown.toString(StandardCharsets.UTF_8);
  }

  private static Message waiting(String caller) {
    return new Message.Waiting(
        call(caller),
        Instant.parse("2026-11-21T10:00:00Z"),
        URI.create("http://127.0.0.1:8000/console/approval/1"));
  }

  private static Message.Subject call(String caller) {
    return new Message.Subject(new UUID(0, 1), Message.Part.CALL, "demo", "pay_invoice", caller);
  }
}
