package ai.preloop.activities.approvals;

import ai.preloop.activities.notifications.Channel;
import ai.preloop.activities.notifications.Message;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Tells people over every channel what no workflow waits for, without holding anybody up. */
final class Bystanders {

  private static final Logger LOG = LoggerFactory.getLogger(Bystanders.class);

  private final List<Channel> channels;

  Bystanders(List<Channel> channels) {
    this.channels = List.copyOf(channels);
  }

  void tell(Message message) {
    channels.forEach(channel ->
        Thread.ofVirtual().name("telling " + channel.name()).start(() -> tell(channel, message)));
  }

  /** What a channel does not take is in the log and in the ledger all the same. */
  private static void tell(Channel channel, Message message) {
    try {
      channel.send(message);
    } catch (RuntimeException e) {
      LOG.warn("{} was not told: {}", channel.name(), e.getMessage());
    }
  }
}
