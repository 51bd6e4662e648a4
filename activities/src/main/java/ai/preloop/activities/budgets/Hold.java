package ai.preloop.activities.budgets;

import java.util.List;
import java.util.UUID;

/** What is kept for one call in one budget. */
interface Hold {

  /** For a budget that is not there any more. */
  Hold NOTHING =
      new Hold() {
        @Override
        public List<UUID> leases() {
          return List.of();
        }

        @Override
        public void settle(long amount) {}

        @Override
        public void forget() {}
      };

  List<UUID> leases();

  void settle(long amount);

  /** The settlement is on record. */
  void forget();
}
