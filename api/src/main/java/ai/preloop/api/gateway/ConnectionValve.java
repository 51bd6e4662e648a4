package ai.preloop.api.gateway;

import jakarta.servlet.ServletException;
import java.io.IOException;
import org.apache.catalina.connector.Request;
import org.apache.catalina.connector.Response;
import org.apache.catalina.valves.ValveBase;

/** Gives requests their connections, which servlets are not shown. */
final class ConnectionValve extends ValveBase {

  static final String ATTRIBUTE = ClientConnection.class.getName();

  ConnectionValve() {
    super(true);
  }

  @Override
  public void invoke(Request request, Response response) throws IOException, ServletException {
    request.setAttribute(ATTRIBUTE, new ClientConnection(request.getCoyoteRequest()));
    getNext().invoke(request, response);
  }
}
