package ai.preloop.activities.approvals;

import ai.preloop.activities.approvals.Events.Event;
import ai.preloop.activities.database.Database;
import ai.preloop.activities.notifications.Channel;
import ai.preloop.activities.notifications.Message;
import ai.preloop.activities.notifications.Message.Decision;
import ai.preloop.activities.notifications.Message.Outcome;
import ai.preloop.workflows.approvals.ApprovalNotices;
import ai.preloop.workflows.approvals.ApprovalStatus;
import ai.preloop.workflows.identity.AccountId;
import ai.preloop.workflows.identity.Ids;
import java.util.List;
import java.util.Optional;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Tells people once for each channel and step, as far as the channel lets that be known. */
public final class ApprovalNoticesActivity implements ApprovalNotices {

  private static final String EVERYBODY = "approvers";

  private final Database database;
  private final ApprovalTable table;
  private final List<Channel> channels;
  private final Addresses addresses;

  ApprovalNoticesActivity(
      Database database, ApprovalTable table, List<Channel> channels, Addresses addresses) {
    this.database = database;
    this.table = table;
    this.channels = List.copyOf(channels);
    this.addresses = addresses;
  }

  @Override
  public void send(Notice notice) {
    channels.stream()
        .filter(channel -> channel.name().equals(notice.channel()))
        .findFirst()
        .ifPresent(channel -> send(channel, notice));
  }

  private void send(Channel channel, Notice notice) {
    AccountId account = new AccountId(notice.ref().accountId());
    Optional<ApprovalRow> wanted =
        database.inAccount(
            account,
            jdbc -> table.find(jdbc, notice.ref()).filter(row -> isWanted(jdbc, row, notice)));
    wanted.ifPresent(row -> {
      channel.send(message(row, notice));
      database.doInAccount(account, jdbc -> record(jdbc, notice));
    });
  }

  /** What waits is asked about, and what is over is told where it was asked about; each once. */
  private static boolean isWanted(JdbcClient jdbc, ApprovalRow row, Notice notice) {
    boolean due =
        isEnd(notice)
            ? !row.isLive() && isSent(jdbc, notice, ApprovalNotices.OPENED)
            : row.status() == ApprovalStatus.PENDING;
    return due && !isSent(jdbc, notice, notice.step());
  }

  private static boolean isEnd(Notice notice) {
    return notice.step().equals(ApprovalNotices.ENDED);
  }

  private Message message(ApprovalRow row, Notice notice) {
    Message.Subject subject =
        new Message.Subject(
            row.ref().approvalId(),
            row.kind().part(),
            row.target().server(),
            row.target().tool(),
            row.caller().name());
    return isEnd(notice)
        ? ended(subject, row)
        : new Message.Waiting(subject, row.deadline(), addresses.approval(row.ref().approvalId()));
  }

  private static Message ended(Message.Subject subject, ApprovalRow row) {
    Decision decision =
        switch (row.status()) {
          case APPROVED -> Decision.APPROVED;
          case DECLINED -> Decision.DECLINED;
          case CANCELLED -> Decision.CANCELLED;
          case EXPIRED, PENDING -> Decision.EXPIRED;
        };
    Outcome outcome =
        switch (row.execution()) {
          case SUCCEEDED -> Outcome.SUCCEEDED;
          case FAILED -> Outcome.FAILED;
          case NONE, EXECUTING, OUTCOME_UNKNOWN -> null;
        };
    ApprovalRow.Closing closing = decision == Decision.EXPIRED ? null : row.closing();
    return new Message.Ended(subject, decision, closing == null ? null : closing.by(), outcome);
  }

  private static boolean isSent(JdbcClient jdbc, Notice notice, String step) {
    return jdbc.sql(
            """
            select exists (select from approval_notifications
              where approval_id = ? and account_id = ? and channel = ? and recipient = ? and step = ?)
            """)
        .params(
            notice.ref().approvalId(), notice.ref().accountId(), notice.channel(), EVERYBODY, step)
        .query(Boolean.class)
        .single();
  }

  /** The row first, then what refers to it: two channels at once would wait for each other. */
  private void record(JdbcClient jdbc, Notice notice) {
    table.lock(jdbc, notice.ref());
    jdbc.sql(
            """
            insert into approval_notifications
              (id, account_id, approval_id, channel, recipient, step, sent_at)
            values (?, ?, ?, ?, ?, ?, clock_timestamp()) on conflict do nothing
            """)
        .params(
            Ids.next(),
            notice.ref().accountId(),
            notice.ref().approvalId(),
            notice.channel(),
            EVERYBODY,
            notice.step())
        .update();
    if (!isEnd(notice)) {
      Events.add(jdbc, notice.ref(), Event.of("notified", notice.channel()));
    }
  }
}
