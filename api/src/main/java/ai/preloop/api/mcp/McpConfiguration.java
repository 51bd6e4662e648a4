package ai.preloop.api.mcp;

import ai.preloop.activities.approvals.LeakedLinks;
import ai.preloop.activities.approvals.RepeatWindows;
import ai.preloop.activities.identity.Authentications;
import ai.preloop.activities.servers.Catalogs;
import ai.preloop.activities.sessions.SessionLimit;
import ai.preloop.activities.switches.AccountSwitches;
import ai.preloop.api.security.HostRules;
import org.springframework.boot.info.BuildProperties;
import org.springframework.boot.web.servlet.ServletRegistrationBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** The MCP endpoint's place. */
@Configuration(proxyBeanMethods = false)
public class McpConfiguration {

  @Bean
  Introduction mcpIntroduction(BuildProperties build, Catalogs catalogs, AccountSwitches switches) {
    return new Introduction(String.valueOf(build.getVersion()), catalogs, switches);
  }

  @Bean
  RepeatWindows repeatWindows(CallProperties calls) {
    return new RepeatWindows(calls.attachEnded(), calls.attachCallId());
  }

  @Bean
  SessionLimit sessionLimit(SessionProperties sessions) {
    return new SessionLimit(sessions.perPrincipal());
  }

  @Bean
  Entrance mcpEntrance(HostRules hosts, Authentications authentications, LeakedLinks links) {
    return new Entrance(hosts, authentications, links);
  }

  @Bean
  ServletRegistrationBean<McpServlet> mcpServlet(
      Entrance entrance,
      Endpoints endpoints,
      McpMethods methods,
      Holding holding,
      SessionStreams streams) {
    ServletRegistrationBean<McpServlet> servlet =
        new ServletRegistrationBean<>(
            new McpServlet(entrance, endpoints, methods, holding, streams),
            "/mcp",
            "/mcp/v1",
            "/mcp/v1/*");
    servlet.setName("mcp");
    servlet.setLoadOnStartup(1);
    return servlet;
  }
}
