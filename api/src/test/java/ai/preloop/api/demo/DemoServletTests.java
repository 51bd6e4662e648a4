package ai.preloop.api.demo;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import ai.preloop.api.security.HostRules;
import jakarta.servlet.ServletRequest;
import java.net.URI;
import org.junit.jupiter.api.Test;
import org.springframework.mock.web.MockHttpServletRequest;
import org.springframework.mock.web.MockHttpServletResponse;

class DemoServletTests {

  private final DemoLedger ledger = new DemoLedger();
  private final DemoServlet servlet =
      new DemoServlet(ledger, new HostRules(URI.create("http://127.0.0.1:8000"), "127.0.0.1"));

  @Test
  void opensInTheRevisionThatTheClientOffers() throws Exception {
    String initialize = "\"method\":\"initialize\",\"params\":{\"protocolVersion\":\"%s\"}";

    assertThat(answer(initialize.formatted("2025-06-18"))).contains("\"2025-06-18\"");
    assertThat(answer(initialize.formatted("1999-01-01"))).contains("\"2025-11-25\"");
  }

  @Test
  void listsItsTools() throws Exception {
    assertThat(answer("\"method\":\"tools/list\""))
        .contains("get_balance", "list_payments", "pay_invoice", "delete_ledger");
  }

  @Test
  void paysOncePerCall() throws Exception {
    assertThat(call("pay_invoice", "{\"amount\":120.50,\"recipient\":\"Acme\"}"))
        .contains("Payment 1: paid 120.50 EUR to Acme. The balance is 9879.50 EUR.")
        .contains("\"isError\":false");
    assertThat(call("list_payments", "{}")).contains("1. 120.50 EUR to Acme");
    assertThat(ledger.payments()).hasSize(1);
    assertThat(call("delete_ledger", "{}")).contains("Deleted 1 payments.");
    assertThat(call("get_balance", "{}")).contains("10000.00 EUR");
  }

  @Test
  void paysNothingThatItCannotRead() throws Exception {
    for (String amount : new String[] {"-1", "0", "1e9", "\"5\"", "null", "0.001"}) {
      assertThat(call("pay_invoice", "{\"amount\":" + amount + ",\"recipient\":\"Acme\"}"))
          .contains("\"isError\":true");
    }
    assertThat(call("pay_invoice", "{\"amount\":1}")).contains("\"isError\":true");
    assertThat(ledger.payments()).isEmpty();
  }

  @Test
  void answersWhatItDoesNotKnowAsTheProtocolSays() throws Exception {
    assertThat(call("nothing", "{}")).contains("-32602");
    assertThat(answer("\"method\":\"resources/list\"")).contains("-32601", "\"id\":\"a\\u0062\"");
    assertThat(post("{").getStatus()).isEqualTo(400);
    assertThat(post("{").getContentAsString()).contains("-32700");
    assertThat(post("{\"jsonrpc\":\"2.0\",\"method\":\"notifications/initialized\"}").getStatus())
        .isEqualTo(202);
  }

  @Test
  void answersNoWebPageAndNoOtherHost() throws Exception {
    MockHttpServletRequest page = listing();
    page.addHeader("Origin", "https://evil.example");
    MockHttpServletRequest rebound = listing();
    rebound.removeHeader("Host");
    rebound.addHeader("Host", "evil.example:8000");

    assertThat(answerTo(page).getStatus()).isEqualTo(403);
    assertThat(answerTo(rebound).getStatus()).isEqualTo(421);
    assertThat(answerTo(listing()).getStatus()).isEqualTo(200);
  }

  @Test
  void readsNothingThatAFormCanSend() throws Exception {
    for (String type : new String[] {"text/plain", "application/x-www-form-urlencoded", ""}) {
      MockHttpServletRequest request = listing();
      request.setContentType(type.isEmpty() ? null : type);

      assertThat(answerTo(request).getStatus()).as(type).isEqualTo(415);
    }
  }

  private static MockHttpServletRequest listing() {
    return posting("{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"tools/list\"}");
  }

  private String call(String tool, String arguments) throws Exception {
    return answer(
        "\"method\":\"tools/call\",\"params\":{\"name\":\"%s\",\"arguments\":%s}"
            .formatted(tool, arguments));
  }

  private String answer(String members) throws Exception {
    return post("{\"jsonrpc\":\"2.0\",\"id\":\"a\\u0062\"," + members + "}").getContentAsString();
  }

  private MockHttpServletResponse post(String body) throws Exception {
    return answerTo(posting(body));
  }

  private static MockHttpServletRequest posting(String body) {
    MockHttpServletRequest request = new MockHttpServletRequest("POST", "/demo/mcp");
    request.addHeader("Host", "127.0.0.1:8000");
    request.setContentType("application/json; charset=utf-8");
    request.setContent(body.getBytes(UTF_8));
    return request;
  }

  private MockHttpServletResponse answerTo(MockHttpServletRequest request) throws Exception {
    MockHttpServletResponse response = new MockHttpServletResponse();
    servlet.service((ServletRequest) request, response);
    return response;
  }
}
