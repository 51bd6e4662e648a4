package ai.preloop.api.crashes;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.datasource.DelegatingDataSource;

/** Connections whose commits are steps, named by all that is committed. */
final class HeldConnections extends DelegatingDataSource {

  HeldConnections(DataSource real) {
    super(real);
  }

  @Override
  public Connection getConnection() throws SQLException {
    Connection real = super.getConnection();
    List<String> statements = new ArrayList<>();
    return (Connection)
        Proxy.newProxyInstance(
            getClass().getClassLoader(),
            new Class<?>[] {Connection.class},
            (proxy, method, arguments) -> call(real, statements, method, arguments));
  }

  private static @Nullable Object call(
      Connection real, List<String> statements, Method method, Object @Nullable [] arguments)
      throws Throwable {
    if (method.getName().equals("prepareStatement") && arguments != null) {
      statements.add(arguments[0].toString().replaceAll("\\s+", " "));
    }
    if (!method.getName().equals("commit")) {
      return invoke(real, method, arguments);
    }
    String step = String.join("; ", statements);
    statements.clear();
    CrashPoint.pass(step, false);
    Object nothing = invoke(real, method, arguments);
    CrashPoint.pass(step, true);
    return nothing;
  }

  private static @Nullable Object invoke(
      Connection real, Method method, Object @Nullable [] arguments) throws Throwable {
    try {
      return method.invoke(real, arguments);
    } catch (InvocationTargetException e) {
      throw e.getCause();
    }
  }
}
