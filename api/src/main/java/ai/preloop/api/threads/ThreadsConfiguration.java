package ai.preloop.api.threads;

import org.springframework.boot.tomcat.ConfigurableTomcatWebServerFactory;
import org.springframework.boot.web.server.WebServerFactoryCustomizer;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Gives the server its threads. */
@Configuration(proxyBeanMethods = false)
public class ThreadsConfiguration {

  @Bean
  RequestThreads requestThreads() {
    return new RequestThreads();
  }

  /** Comes after what gives it virtual threads alone, because it says of no place that it wants. */
  @Bean
  WebServerFactoryCustomizer<ConfigurableTomcatWebServerFactory> threads(RequestThreads threads) {
    return server -> server.addProtocolHandlerCustomizers(each -> each.setExecutor(threads));
  }
}
