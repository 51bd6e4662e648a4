package ai.preloop.activities.providers;

import java.time.InstantSource;
import java.util.List;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** The providers that there are; another one is another bean. */
@Configuration(proxyBeanMethods = false)
public class ProvidersConfiguration {

  @Bean
  Provider openAi() {
    return new OpenAi();
  }

  @Bean
  Provider openAiCompatible() {
    return new OpenAiCompatible();
  }

  @Bean
  Provider azureOpenAi() {
    return new AzureOpenAi();
  }

  @Bean
  Provider anthropic() {
    return new Anthropic();
  }

  @Bean
  Provider gemini() {
    return new Gemini();
  }

  @Bean
  Provider bedrock(InstantSource clock) {
    return new Bedrock(clock);
  }

  @Bean
  Providers providers(List<Provider> all) {
    return new Providers(all);
  }
}
