/*
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * You may obtain a copy of the License at
 *
 *     https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software
 * distributed under the License is distributed on an "AS IS" BASIS,
 * WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied.
 * See the License for the specific language governing permissions and
 * limitations under the License.
 */
package io.github.camelseedance.springboot;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.camelseedance.AmbiguousSubmit;
import io.github.camelseedance.SeedanceComponent;
import io.github.camelseedance.SeedanceConfiguration;
import io.github.camelseedance.api.Validation;
import java.util.Map;
import org.apache.camel.CamelContext;
import org.apache.camel.spi.ComponentCustomizer;
import org.apache.camel.spring.boot.CamelAutoConfiguration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.assertj.AssertableApplicationContext;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.core.env.SystemEnvironmentPropertySource;

class SeedanceComponentAutoConfigurationTest {
    private final ApplicationContextRunner runner =
            new ApplicationContextRunner()
                    .withConfiguration(
                            AutoConfigurations.of(
                                    CamelAutoConfiguration.class,
                                    SeedanceComponentConverter.class,
                                    SeedanceComponentAutoConfiguration.class));

    @Test
    void setsPropertiesOnTheComponentAndItsConfiguration() {
        runner.withPropertyValues(
                        "my.key=sk-test",
                        "camel.component.seedance.api-key={{my.key}}",
                        "camel.component.seedance.baseUrl=http://localhost:1234",
                        "camel.component.seedance.duration=8",
                        "camel.component.seedance.generate-audio=false",
                        "camel.component.seedance.validation=warn",
                        "camel.component.seedance.ambiguous-submit=retry",
                        "camel.component.seedance.max-download-size=5000000000",
                        "camel.component.seedance.wait-timeout=45m",
                        "camel.component.seedance.submit-timeout=1500",
                        "camel.component.seedance.connect-timeout=250ms",
                        "camel.component.seedance.http2=true",
                        "camel.component.seedance.proxy-port=3128",
                        "camel.component.seedance.lazy-start-producer=true")
                .run(
                        context -> {
                            SeedanceComponent component = component(context);
                            SeedanceConfiguration configuration = component.getConfiguration();
                            assertThat(configuration.getApiKey()).isEqualTo("sk-test");
                            assertThat(configuration.getBaseUrl())
                                    .isEqualTo("http://localhost:1234");
                            assertThat(configuration.getDuration()).isEqualTo(8);
                            assertThat(configuration.isGenerateAudio()).isFalse();
                            assertThat(configuration.getValidation()).isEqualTo(Validation.WARN);
                            assertThat(configuration.getAmbiguousSubmit())
                                    .isEqualTo(AmbiguousSubmit.RETRY);
                            assertThat(configuration.getMaxDownloadSize()).isEqualTo(5000000000L);
                            assertThat(configuration.getWaitTimeout()).isEqualTo(2700000);
                            assertThat(configuration.getSubmitTimeout()).isEqualTo(1500);
                            assertThat(component.getConnectTimeout()).isEqualTo(250);
                            assertThat(component.isHttp2()).isTrue();
                            assertThat(component.getProxyPort()).isEqualTo(3128);
                            assertThat(component.isLazyStartProducer()).isTrue();
                        });
    }

    @Test
    void setsWhatTheEnvironmentSays() {
        Map<String, Object> variables =
                Map.of(
                        "CAMEL_COMPONENT_SEEDANCE_APIKEY", "sk-test",
                        "CAMEL_COMPONENT_SEEDANCE_MAXINFLIGHT", "3",
                        "CAMEL_COMPONENT_SEEDANCE_HTTP2", "true");
        runner.withInitializer(
                        context ->
                                context.getEnvironment()
                                        .getPropertySources()
                                        .addFirst(
                                                new SystemEnvironmentPropertySource(
                                                        "test-systemEnvironment", variables)))
                .run(
                        context -> {
                            SeedanceComponent component = component(context);
                            assertThat(component.getConfiguration().getApiKey())
                                    .isEqualTo("sk-test");
                            assertThat(component.getConfiguration().getMaxInFlight()).isEqualTo(3);
                            assertThat(component.isHttp2()).isTrue();
                        });
    }

    @Test
    void leavesTheComponentsDefaultsAlone() {
        runner.run(
                context -> {
                    SeedanceComponent plain = new SeedanceComponent();
                    assertThat(component(context))
                            .usingRecursiveComparison()
                            .comparingOnlyFields(
                                    "configuration", "connectTimeout", "maxConnections", "http2")
                            .isEqualTo(plain);
                    // Its default in the metadata is false, but null is what sends nothing.
                    assertThat(component(context).getConfiguration().getContentFilter()).isNull();
                });
    }

    @Test
    void setsAnOptionThatEqualsItsDefault() {
        runner.withPropertyValues("camel.component.seedance.content-filter=false")
                .run(
                        context ->
                                assertThat(component(context).getConfiguration().getContentFilter())
                                        .isFalse());
    }

    @Test
    void undoesNothingThatAComponentBeanHasSet() {
        runner.withPropertyValues("camel.component.seedance.duration=8")
                .withBean(
                        "seedance",
                        SeedanceComponent.class,
                        () -> {
                            SeedanceComponent component = new SeedanceComponent();
                            component.setMaxConnections(7);
                            component.getConfiguration().setQuality("480p");
                            component.getConfiguration().setDuration(4);
                            return component;
                        })
                .run(
                        context -> {
                            SeedanceComponent component = component(context);
                            assertThat(component).isSameAs(context.getBean("seedance"));
                            assertThat(component.getMaxConnections()).isEqualTo(7);
                            assertThat(component.getConfiguration().getQuality()).isEqualTo("480p");
                            assertThat(component.getConfiguration().getDuration()).isEqualTo(8);
                        });
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "camel.component.enabled=false",
                "camel.component.seedance.enabled=false",
            })
    void isSwitchedOff(String property) {
        runner.withPropertyValues("camel.component.seedance.duration=8", property)
                .run(
                        context -> {
                            assertThat(context)
                                    .doesNotHaveBean(SeedanceComponentAutoConfiguration.class);
                            assertThat(component(context).getConfiguration().getDuration())
                                    .isEqualTo(5);
                        });
    }

    @Test
    void isSwitchedOnForItselfAlone() {
        runner.withPropertyValues(
                        "camel.component.enabled=false",
                        "camel.component.seedance.enabled=true",
                        "camel.component.seedance.duration=8")
                .run(
                        context ->
                                assertThat(component(context).getConfiguration().getDuration())
                                        .isEqualTo(8));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "camel.component.customizer.enabled=false",
                "camel.component.seedance.customizer.enabled=false",
            })
    void keepsItsCustomizerOffTheComponent(String property) {
        runner.withPropertyValues("camel.component.seedance.duration=8", property)
                .run(
                        context -> {
                            assertThat(context).hasSingleBean(ComponentCustomizer.class);
                            assertThat(component(context).getConfiguration().getDuration())
                                    .isEqualTo(5);
                        });
    }

    @Test
    void doesNothingWithoutCamel() {
        new ApplicationContextRunner()
                .withConfiguration(AutoConfigurations.of(SeedanceComponentAutoConfiguration.class))
                .run(
                        context ->
                                assertThat(context)
                                        .hasNotFailed()
                                        .doesNotHaveBean(ComponentCustomizer.class));
    }

    @ParameterizedTest
    @ValueSource(strings = {"wait-timeout=soon", "validation=lenient", "duration=long"})
    void refusesAValueOfTheWrongType(String property) {
        runner.withPropertyValues("camel.component.seedance." + property)
                .run(
                        context ->
                                assertThat(context)
                                        .getFailure()
                                        .rootCause()
                                        .hasMessageContaining(
                                                property.substring(property.indexOf('=') + 1)));
    }

    private static SeedanceComponent component(AssertableApplicationContext context) {
        return context.getBean(CamelContext.class)
                .getComponent("seedance", SeedanceComponent.class);
    }
}
