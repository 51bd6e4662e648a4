package ai.preloop.activities.translation.conversation;

import ai.preloop.activities.translation.wire.Fields;
import tools.jackson.databind.node.ObjectNode;

/** One format: how its requests, answers, errors and streams are read and written. */
public interface WireFormat {

  Conversation readRequest(Fields body);

  ObjectNode writeRequest(Conversation conversation, Upstream upstream);

  Answer readAnswer(Fields body);

  ObjectNode writeAnswer(Answer answer, String model);

  ObjectNode writeError(Failure failure);

  StreamReader streamReader();

  StreamWriter streamWriter(String model);
}
