package ai.preloop.activities.gateway;

import ai.preloop.activities.dialects.StreamReader.Sink;
import java.io.IOException;

/** Knows of what fails in writing to a client that it is the client who has left. */
record Outlet(ClientSide client) implements Sink {

  @Override
  public void write(byte[] buffer, int from, int to) throws ClientLeftException {
    try {
      client.write(buffer, from, to);
    } catch (IOException e) {
      throw new ClientLeftException(e);
    }
  }

  void whole(byte[] answer) throws ClientLeftException {
    try {
      client.whole(answer);
    } catch (IOException e) {
      throw new ClientLeftException(e);
    }
  }

  void flush() throws ClientLeftException {
    try {
      client.flush();
    } catch (IOException e) {
      throw new ClientLeftException(e);
    }
  }
}
