package ai.preloop.api.gateway;

import ai.preloop.activities.gateway.ListedModels;
import ai.preloop.activities.gateway.ModelCalls;
import ai.preloop.activities.identity.Authentications;
import ai.preloop.activities.policies.ActivePolicies;
import ai.preloop.api.security.HostRules;
import org.springframework.boot.tomcat.TomcatContextCustomizer;
import org.springframework.boot.web.servlet.ServletRegistrationBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** The places of the interfaces of models. */
@Configuration(proxyBeanMethods = false)
public class GatewayEdgeConfiguration {

  @Bean
  GatewayEdge gatewayEdge(
      HostRules hosts,
      Authentications authentications,
      ActivePolicies policies,
      ModelCalls calls,
      ListedModels models,
      Departures modelDepartures) {
    return new GatewayEdge(
        new GatewayEntrance(hosts, authentications, policies),
        new RequestBodies(),
        calls,
        new ModelListing(models),
        modelDepartures);
  }

  @Bean
  Departures modelDepartures() {
    return new Departures();
  }

  @Bean
  TomcatContextCustomizer connections() {
    return context -> context.getPipeline().addValve(new ConnectionValve());
  }

  @Bean
  ServletRegistrationBean<GatewayServlet> openAiServlet(GatewayEdge edge) {
    return servlet(new OpenAiIngress(), edge);
  }

  @Bean
  ServletRegistrationBean<GatewayServlet> anthropicServlet(GatewayEdge edge) {
    return servlet(new AnthropicIngress(), edge);
  }

  @Bean
  ServletRegistrationBean<GatewayServlet> geminiServlet(GatewayEdge edge) {
    return servlet(new GeminiIngress(), edge);
  }

  private static ServletRegistrationBean<GatewayServlet> servlet(
      Ingress ingress, GatewayEdge edge) {
    ServletRegistrationBean<GatewayServlet> servlet =
        new ServletRegistrationBean<>(
            new GatewayServlet(ingress, edge),
            ingress.roots().stream().map(root -> root + "/*").toArray(String[]::new));
    servlet.setName(ingress.dialect().word());
    servlet.setLoadOnStartup(1);
    return servlet;
  }
}
