package ai.preloop.activities.approvals;

import ai.preloop.activities.database.Columns;
import ai.preloop.workflows.approvals.ApprovalRef;
import java.util.List;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * A row that nobody drives; {@code stuck} when that is so for long. {@code tries} counts this try
 * and those before it since the row was last driven. What happened in the future happened before a
 * clock was set back, so long ago as far as is known.
 */
record Forgotten(ApprovalRef ref, boolean stuck, int tries) {

  private static final int OFTEN = 3;

  private static final String LIVE =
      """
      (r.status = 'pending'
       or (r.status = 'approved' and r.server_id is not null
           and r.execution_status in ('none', 'executing', 'outcome_unknown')))
      """;

  private static final String TAKE =
      """
      with due as (
        select r.id from approval_requests r
        where %s
          and coalesce(r.driven_at, r.created_at)
            not between clock_timestamp() - interval '5 seconds' and clock_timestamp()
          and (r.workflow_store is distinct from :store
               or (r.status = 'pending' and r.deadline < clock_timestamp() - interval '2 seconds')
               or (coalesce(r.driven_at, r.created_at)
                     not between clock_timestamp() - interval '30 seconds' and clock_timestamp()
                   and (r.cancel_requested_at is not null and r.status = 'pending'
                        or r.resolve_requested_at is not null
                        or r.status = 'approved' and r.execution_status in ('none', 'executing')
                        or r.status = 'pending' and exists (
                             select from approval_votes v
                             where v.approval_id = r.id
                               and (v.cast_at > coalesce(r.driven_at, r.created_at)
                                    or r.driven_at > clock_timestamp())))))
          and (r.tried_at is null or r.driven_at > r.tried_at or r.tried_at > clock_timestamp()
               or r.tried_at + least(interval '10 minutes',
                    interval '5 seconds' * power(2, least(r.tries, 10) - 1)) < clock_timestamp())
        order by coalesce(r.tried_at, r.created_at) limit :most
        for update skip locked)
      update approval_requests r
      set tried_at = clock_timestamp(),
          tries = case when r.driven_at > r.tried_at then 1 else r.tries + 1 end
      from due where r.id = due.id
      returning r.account_id, r.id, r.tries,
        coalesce(r.driven_at, r.created_at) < clock_timestamp() - interval '2 minutes' as stuck
      """
          .formatted(LIVE);

  private static final String TRIED_OFTEN =
      """
      select count(*) from approval_requests r
      where %s and r.tries >= ? and (r.driven_at is null or r.driven_at < r.tried_at)
      """
          .formatted(LIVE);

  /** Takes those whose turn it is, and notes in each that it was tried. */
  static List<Forgotten> take(JdbcClient jdbc, String store, int most) {
    return jdbc.sql(TAKE)
        .param("store", store)
        .param("most", most)
        .query((row, number) ->
            new Forgotten(
                new ApprovalRef(Columns.uuid(row, "account_id"), Columns.uuid(row, "id")),
                row.getBoolean("stuck"),
                row.getInt("tries")))
        .list();
  }

  /** How many rows were tried often and are driven by nobody yet. */
  static int triedOften(JdbcClient jdbc) {
    return jdbc.sql(TRIED_OFTEN).param(OFTEN).query(Integer.class).single();
  }
}
