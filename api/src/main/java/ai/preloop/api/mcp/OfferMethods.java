package ai.preloop.api.mcp;

import ai.preloop.activities.mcp.Envelope;
import ai.preloop.activities.offers.OfferKind;
import ai.preloop.activities.offers.Offers;
import ai.preloop.activities.offers.ResourceSubscriptions;
import ai.preloop.activities.servers.Offer;
import ai.preloop.activities.servers.Prompt;
import ai.preloop.activities.servers.Resource;
import ai.preloop.activities.tools.ToolAnswer;
import ai.preloop.activities.tools.ToolCall;
import ai.preloop.activities.tools.ToolCalls;
import ai.preloop.api.mcp.McpMethods.Context;
import java.util.Optional;
import java.util.function.Function;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** The methods of resources and prompts: lists, and what they list. */
@Configuration(proxyBeanMethods = false)
class OfferMethods {

  @Bean
  McpMethod promptsList(Offers offers, ToolCalling calling) {
    return new Lists(OfferKind.PROMPT, offers, calling);
  }

  @Bean
  McpMethod resourcesList(Offers offers, ToolCalling calling) {
    return new Lists(OfferKind.RESOURCE, offers, calling);
  }

  @Bean
  McpMethod resourceTemplatesList(Offers offers, ToolCalling calling) {
    return new Lists(OfferKind.TEMPLATE, offers, calling);
  }

  @Bean
  McpMethod promptsGet(Offers offers, ToolCalls calls, ToolCalling calling) {
    return new Asks(Prompt.GET, offers::prompt, calls, calling);
  }

  @Bean
  McpMethod resourcesRead(Offers offers, ToolCalls calls, ToolCalling calling) {
    return new Asks(Resource.READ, offers::resource, calls, calling);
  }

  @Bean
  McpMethod resourcesSubscribe(ResourceSubscriptions subscriptions, ToolCalling calling) {
    return new Subscribes("resources/subscribe", subscriptions::begin, calling);
  }

  @Bean
  McpMethod resourcesUnsubscribe(ResourceSubscriptions subscriptions, ToolCalling calling) {
    return new Subscribes("resources/unsubscribe", subscriptions::end, calling);
  }

  /** Passed on to the server of a resource that the caller may know of; of older revisions. */
  private record Subscribes(String name, Function<ToolCall, ToolAnswer> pass, ToolCalling calling)
      implements McpMethod {

    @Override
    public boolean isStateless() {
      return false;
    }

    @Override
    public McpAnswer answer(Context context, Envelope message) {
      String uri = message.name();
      if (uri == null) {
        return RpcAnswer.error(
            200, message.id(), RpcAnswer.INVALID_PARAMS, "params.uri names no resource.");
      }
      Optional<String> fault = Offers.faultOfUri(uri);
      if (fault.isPresent()) {
        return RpcAnswer.error(200, message.id(), RpcAnswer.INVALID_PARAMS, fault.get());
      }
      return calling.answer(context, message, pass.apply(calling.callOf(context, message, uri)));
    }
  }

  private record Lists(OfferKind kind, Offers offers, ToolCalling calling) implements McpMethod {

    @Override
    public String name() {
      return kind.method();
    }

    @Override
    public McpAnswer answer(Context context, Envelope message) {
      ToolCall call = calling.callOf(context, message, "");
      ToolAnswer answer = offers.list(call, kind);
      return answer instanceof ToolAnswer.Result(var result)
          ? RpcAnswer.fresh(context.session(), message.id(), result)
          : calling.answer(context, message, answer);
    }
  }

  /** Asks for one that is named, if there is one of the name. */
  private record Asks(
      String name, Function<ToolCall, Optional<Offer>> find, ToolCalls calls, ToolCalling calling)
      implements McpMethod {

    @Override
    public McpAnswer answer(Context context, Envelope message) {
      String named = message.name();
      if (named == null) {
        return RpcAnswer.error(
            200, message.id(), RpcAnswer.INVALID_PARAMS, "The params name nothing to ask for.");
      }
      Optional<String> fault =
          name.equals(Resource.READ) ? Offers.faultOfUri(named) : Optional.empty();
      if (fault.isPresent()) {
        return RpcAnswer.error(200, message.id(), RpcAnswer.INVALID_PARAMS, fault.get());
      }
      ToolCall call = calling.callOf(context, message, named);
      ToolAnswer answer =
          find.apply(call)
              .map(offer -> calls.call(call, offer))
              .orElseGet(() -> calls.unknown(call));
      return calling.answer(context, message, answer);
    }
  }
}
