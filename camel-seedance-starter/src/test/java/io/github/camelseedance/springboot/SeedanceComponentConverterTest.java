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

import io.github.camelseedance.SeedanceComponent;
import io.github.camelseedance.SeedanceConfiguration;
import io.github.camelseedance.media.ImagePublisher;
import io.github.camelseedance.repository.MemoryTaskRepository;
import io.github.camelseedance.repository.TaskRepository;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.apache.camel.CamelContext;
import org.apache.camel.ProducerTemplate;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.spring.boot.CamelAutoConfiguration;
import org.apache.camel.support.jsse.SSLContextParameters;
import org.apache.hc.client5.http.impl.async.CloseableHttpAsyncClient;
import org.apache.hc.client5.http.impl.async.HttpAsyncClients;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.annotation.Bean;

class SeedanceComponentConverterTest {
    private final ApplicationContextRunner runner =
            new ApplicationContextRunner()
                    .withConfiguration(
                            AutoConfigurations.of(
                                    CamelAutoConfiguration.class,
                                    SeedanceComponentConverter.class,
                                    SeedanceComponentAutoConfiguration.class))
                    .withBean("table", TaskRepository.class, MemoryTaskRepository::new)
                    .withBean("otherTable", TaskRepository.class, MemoryTaskRepository::new);

    @Test
    void findsEachBeanThatAPropertyNames() {
        runner.withBean(
                        "bucket",
                        ImagePublisher.class,
                        () -> image -> CompletableFuture.completedFuture("https://example.com/a"))
                .withBean("tls", SSLContextParameters.class, SSLContextParameters::new)
                .withBean("http", CloseableHttpAsyncClient.class, HttpAsyncClients::createDefault)
                .withBean("threads", ExecutorService.class, Executors::newSingleThreadExecutor)
                .withPropertyValues(
                        "camel.component.seedance.task-repository=#table",
                        "camel.component.seedance.image-publisher=#bean:bucket",
                        "camel.component.seedance.ssl-context-parameters=#tls",
                        "camel.component.seedance.http-client=#http",
                        "camel.component.seedance.worker-pool=#threads")
                .run(
                        context -> {
                            SeedanceComponent component =
                                    context.getBean(CamelContext.class)
                                            .getComponent("seedance", SeedanceComponent.class);
                            SeedanceConfiguration configuration = component.getConfiguration();
                            assertThat(configuration.getTaskRepository())
                                    .isSameAs(context.getBean("table"));
                            assertThat(configuration.getImagePublisher())
                                    .isSameAs(context.getBean("bucket"));
                            assertThat(component.getSslContextParameters())
                                    .isSameAs(context.getBean("tls"));
                            assertThat(component.getHttpClient()).isSameAs(context.getBean("http"));
                            assertThat(component.getWorkerPool())
                                    .isSameAs(context.getBean("threads"));
                        });
    }

    @Test
    void findsABeanThatNeedsCamelItself() {
        runner.withUserConfiguration(Bucket.class)
                .withPropertyValues("camel.component.seedance.image-publisher=#camelBucket")
                .run(
                        context ->
                                assertThat(
                                                context.getBean(CamelContext.class)
                                                        .getComponent(
                                                                "seedance", SeedanceComponent.class)
                                                        .getConfiguration()
                                                        .getImagePublisher())
                                        .isSameAs(context.getBean("camelBucket")));
    }

    @Test
    void setsTheOtherPropertiesOnAConfigurationBean() {
        runner.withBean(
                        "shared",
                        SeedanceConfiguration.class,
                        () -> {
                            SeedanceConfiguration shared = new SeedanceConfiguration();
                            shared.setQuality("480p");
                            shared.setAccount("shared");
                            shared.setDuration(4);
                            return shared;
                        })
                .withPropertyValues(
                        "camel.component.seedance.configuration=#shared",
                        "camel.component.seedance.account=mine",
                        "camel.component.seedance.task-repository=#otherTable")
                .run(
                        context -> {
                            SeedanceConfiguration configuration =
                                    context.getBean(CamelContext.class)
                                            .getComponent("seedance", SeedanceComponent.class)
                                            .getConfiguration();
                            assertThat(configuration).isSameAs(context.getBean("shared"));
                            assertThat(configuration.getQuality()).isEqualTo("480p");
                            assertThat(configuration.getDuration()).isEqualTo(4);
                            assertThat(configuration.getAccount()).isEqualTo("mine");
                            assertThat(configuration.getTaskRepository())
                                    .isSameAs(context.getBean("otherTable"));
                        });
    }

    @Test
    void neverTakesABeanThatNoPropertyNames() {
        runner.run(
                context ->
                        assertThat(
                                        context.getBean(CamelContext.class)
                                                .getComponent("seedance", SeedanceComponent.class)
                                                .getConfiguration()
                                                .getTaskRepository())
                                .isNull());
    }

    @Test
    void refusesANameThatNoBeanHas() {
        runner.withPropertyValues("camel.component.seedance.task-repository=#tabel")
                .run(
                        context ->
                                assertThat(context)
                                        .getFailure()
                                        .hasStackTraceContaining(
                                                "camel.component.seedance.task-repository")
                                        .rootCause()
                                        .hasMessageContaining("No bean named 'tabel' available"));
    }

    @Test
    void refusesABeanOfAnotherType() {
        runner.withPropertyValues("camel.component.seedance.worker-pool=#table")
                .run(
                        context ->
                                assertThat(context)
                                        .getFailure()
                                        .rootCause()
                                        .hasMessageContaining(
                                                "Bean named 'table' is expected to be of type"
                                                        + " 'java.util.concurrent.ExecutorService'"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"task-repository", "worker-pool"})
    void refusesAValueThatIsNoReference(String property) {
        runner.withPropertyValues("camel.component.seedance." + property + "=table")
                .run(
                        context ->
                                assertThat(context)
                                        .getFailure()
                                        .hasStackTraceContaining(
                                                "camel.component.seedance." + property)
                                        .rootCause()
                                        .hasMessageStartingWith(
                                                "'table' is no reference to a bean: write #name,"
                                                        + " where name is that of a bean of the"
                                                        + " type "));
    }

    @Test
    void takesAnEmptyValueForNone() {
        runner.withPropertyValues("camel.component.seedance.task-repository=")
                .run(context -> assertThat(context).hasNotFailed());
    }

    @Test
    void leavesOtherLibrariesPropertiesAlone() {
        runner.withUserConfiguration(OtherLibrary.class)
                .withPropertyValues("other.threads=four")
                .run(
                        context ->
                                assertThat(context.getBean(OtherProperties.class).threads)
                                        .isNull());
    }

    static class Bucket {
        @Bean
        ImagePublisher camelBucket(CamelContext camel, ProducerTemplate template) {
            return image ->
                    template.asyncRequestBody("direct:bucket", camel.getName(), String.class);
        }

        @Bean
        RouteBuilder route() {
            return new RouteBuilder() {
                @Override
                public void configure() {
                    from("direct:start").to("seedance:submit?apiKey=sk-test");
                }
            };
        }
    }

    @EnableConfigurationProperties(OtherProperties.class)
    static class OtherLibrary {}

    @ConfigurationProperties("other")
    static class OtherProperties {
        private ExecutorService threads;

        public ExecutorService getThreads() {
            return threads;
        }

        public void setThreads(ExecutorService threads) {
            this.threads = threads;
        }
    }
}
