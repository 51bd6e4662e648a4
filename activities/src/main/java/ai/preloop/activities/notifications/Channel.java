package ai.preloop.activities.notifications;

/** A way to reach people. A new channel is one class; Spring collects them. */
public interface Channel {

  /** As rows and answers name it: {@code terminal}, {@code email}, {@code slack}. */
  String name();

  /** Whether it is this process, so that nothing can be away and no time goes by. */
  default boolean isNear() {
    return false;
  }

  /** Sends one message; throws when it was certainly not sent, so that it is tried again. */
  void send(Message message);
}
