package ai.preloop.activities.audit;

import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The calls that have a place and no end yet, with what would be recorded of them. */
final class CallsUnderWay {

  private static final Logger LOG = LoggerFactory.getLogger(CallsUnderWay.class);

  private final Map<UUID, Call> calls = new ConcurrentHashMap<>();

  private record Call(Place place, AuditRecord draft) {}

  /** A place that is known here until it is filled or given back. */
  Place enter(AuditRecord draft, Consumer<AuditRecord> hand, Runnable release) {
    UUID id = draft.id();
    Place place =
        new Place(
            record -> {
              hand.accept(record);
              calls.remove(id);
            },
            () -> {
              release.run();
              calls.remove(id);
            });
    calls.put(id, new Call(place, draft));
    return place;
  }

  /** Nobody will hear of their ends: they may have been executed, so they are recorded as such. */
  void giveUp() {
    List<Call> left = List.copyOf(calls.values());
    if (!left.isEmpty()) {
      LOG.warn("{} calls were under way at the end and are recorded as unknown", left.size());
    }
    left.forEach(call -> call.place().giveUp(call.draft()));
  }
}
