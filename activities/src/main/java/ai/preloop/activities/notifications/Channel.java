package ai.preloop.activities.notifications;

/** A way to reach people. A new channel is one class; Spring collects them. */
public interface Channel {

  /** As rows and answers name it: {@code terminal}, {@code email}, {@code slack}. */
  String name();

  /** Sends one message; throws when it was certainly not sent, so that it is tried again. */
  void send(Message message);
}
