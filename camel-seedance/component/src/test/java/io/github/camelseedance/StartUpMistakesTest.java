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
package io.github.camelseedance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import java.io.PrintWriter;
import java.io.StringWriter;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.impl.DefaultCamelContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Mistakes in a route fail when it starts, with a text that says what to do; no key is shown. */
class StartUpMistakesTest {
    private static final String KEY = "sk-evo-VerySecret0123456789";

    private final DefaultCamelContext context = new DefaultCamelContext();
    private final SeedanceComponent seedance = new SeedanceComponent();

    StartUpMistakesTest() {
        seedance.getConfiguration().setApiKey(KEY);
        context.addComponent("seedance", seedance);
        context.disableJMX();
    }

    @AfterEach
    void stop() {
        context.stop();
    }

    /** What the start of these routes fails with, as it would be logged. */
    private String failure(String from, String... to) {
        RouteBuilder routes =
                new RouteBuilder() {
                    @Override
                    public void configure() {
                        from(from).routeId("mistaken").to(to);
                    }
                };
        Throwable thrown =
                catchThrowable(
                        () -> {
                            context.start();
                            context.addRoutes(routes);
                        });
        assertThat(thrown).as("failure of %s, %s", from, to).isNotNull();
        StringWriter text = new StringWriter();
        thrown.printStackTrace(new PrintWriter(text));
        assertThat(text.toString()).doesNotContain("VerySecret");
        return text.toString();
    }

    @Test
    void anUnknownOperation() {
        assertThat(failure("direct:a", "seedance:sumbit"))
                .contains(
                        "Unknown operation 'sumbit'; use seedance:<operation> with one of [submit,"
                                + " status, generate, await, upload, download, credits,"
                                + " completion]");
    }

    @Test
    void anUnknownOption() {
        assertThat(failure("direct:a", "seedance:submit?duratoin=5&apiKey=" + KEY))
                .contains(
                        "seedance:submit can not honour the option 'duratoin'; it takes [account,"
                                + " ambiguousSubmit, apiKey,")
                .contains("duration,");
    }

    @ParameterizedTest
    @CsvSource({
        "submit, waitTimeout=3m",
        "generate, track=false",
        "await, duration=5",
        "status, waitTimeout=3m",
        "upload, prompt=p",
        "download, quality=720p",
        "credits, validation=off",
        "submit, maxInFlight=3"
    })
    void anOptionThatTheOperationCanNotHonour(String operation, String option) {
        assertThat(failure("direct:a", "seedance:" + operation + "?" + option))
                .contains(
                        "seedance:"
                                + operation
                                + " can not honour the option '"
                                + option.split("=")[0]
                                + "'; it takes [account, ");
    }

    @Test
    void anOptionThatTheConsumerCanNotHonour() {
        assertThat(failure("seedance:completion?duration=5", "log:a"))
                .contains("seedance:completion can not honour the option 'duration'; it takes [");
    }

    @Test
    void aRateOfNoReads() {
        seedance.setStatusReadsPerSecond(0);

        assertThat(failure("direct:a", "seedance:credits"))
                .contains("statusReadsPerSecond is 0: it must be 1 or more");
    }

    @Test
    void aTimeThatIsNone() {
        seedance.setCreateTimeout(0);

        assertThat(failure("direct:a", "seedance:credits"))
                .contains("createTimeout is 0 ms: it must be above 0, given as a time such as 30m");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "\t"})
    void noKey(String key) {
        seedance.getConfiguration().setApiKey(key.isEmpty() ? null : key);

        assertThat(failure("direct:a", "seedance:credits"))
                .contains(
                        "apiKey is not set; set camel.component.seedance.api-key, or apiKey on the"
                                + " endpoint, to a key of the service");
    }

    @ParameterizedTest
    @ValueSource(strings = {KEY + "\n", "VerySecret key", "VerySecretK\u00e9y"})
    void aKeyThatIsNone(String key) {
        seedance.getConfiguration().setApiKey(key);

        assertThat(failure("direct:a", "seedance:credits"))
                .contains("apiKey holds white space or a character that no key has; it was not");
    }

    @ParameterizedTest
    @CsvSource({
        "api.evolink.ai, baseUrl=api.evolink.ai must be an absolute http or https URL",
        "ftp://api.evolink.ai, baseUrl=ftp://api.evolink.ai must be",
        "'', baseUrl= must be",
        "https://, baseUrl=https:// must be",
        "https://a b, baseUrl=https://a b must be",
        "https://me:VerySecret@example.com, baseUrl=https://***@example.com must be",
        "https://example.com/?key=VerySecret, baseUrl=https://example.com/?*** must be"
    })
    void anAddressThatIsNone(String baseUrl, String text) {
        seedance.getConfiguration().setBaseUrl(baseUrl);

        assertThat(failure("direct:a", "seedance:credits"))
                .contains(text)
                .contains("such as https://api.evolink.ai, without user name, query or fragment");
    }

    @Test
    void anAddressForFilesThatIsNone() {
        seedance.getConfiguration().setFilesBaseUrl("files-api.evolink.ai");

        assertThat(failure("direct:a", "seedance:credits"))
                .contains("filesBaseUrl=files-api.evolink.ai must be an absolute http or https");
    }

    @Test
    void aConsumerThatIsCalled() {
        assertThat(failure("direct:a", "seedance:completion"))
                .contains("seedance:completion starts a route: use from(\"seedance:completion\")");
    }

    @Test
    void aProducerThatStartsARoute() {
        assertThat(failure("seedance:submit", "log:a"))
                .contains(
                        "seedance:submit is called by a route: use to(\"seedance:submit\"); only"
                                + " seedance:completion starts one");
    }

    @Test
    void oneLabelForTwoKeys() {
        assertThat(
                        failure(
                                "direct:a",
                                "seedance:credits?apiKey=" + KEY,
                                "seedance:credits?apiKey=VerySecretToo"))
                .contains(
                        "account=default stands for two different keys; give the second one a name"
                                + " of its own with account=<name>");
    }

    @Test
    void oneLabelForTwoAddresses() {
        assertThat(
                        failure(
                                "direct:a",
                                "seedance:credits?account=b&baseUrl=https://one.example.com",
                                "seedance:credits?account=b&baseUrl=https://two.example.com"))
                .contains(
                        "account=b stands for two different baseUrls (https://one.example.com and"
                                + " https://two.example.com)");
    }

    @ParameterizedTest
    @ValueSource(strings = {"submit", "generate", "await"})
    void callbacksWithoutASecret(String operation) {
        seedance.getConfiguration().setCallbackBaseUrl("https://example.com");

        assertThat(failure("direct:a", "seedance:" + operation))
                .contains("callbackSecret is not set, but callbackBaseUrl is: set it to at least");
    }

    @Test
    void callbacksWithASecretThatIsTooShort() {
        assertThat(
                        failure(
                                "seedance:completion?callbackBaseUrl=https://example.com"
                                        + "&callbackSecret=VerySecret&callbackPreviousSecret=RAW(VerySecret)",
                                "log:a"))
                .contains("callbackSecret has 10 characters (it was not shown here): at least 32");
    }

    @Test
    void callbacksByAServerThatIsNone() {
        seedance.getConfiguration().setCallbackBaseUrl("https://example.com");
        seedance.getConfiguration().setCallbackSecret("VerySecret".repeat(4));
        seedance.getConfiguration().setHttpServerComponent("jety");

        assertThat(failure("direct:a", "seedance:submit"))
                .contains("httpServerComponent=jety names no component and no bean");
    }

    @Test
    void aProxyWithoutAPort() {
        seedance.setProxyHost("proxy.example.com");

        assertThat(failure("direct:a", "seedance:credits"))
                .contains("proxyHost=proxy.example.com needs a proxyPort, such as 3128");
    }

    @ParameterizedTest
    @CsvSource({
        "generate?waitTimeout=soon, waitTimeout=soon",
        "generate?waitTimeout=abc, waitTimeout is 0 ms: it must be above 0",
        "generate?waitTimeout=0, waitTimeout is 0 ms: it must be above 0",
        "submit?submitTimeout=-1s, submitTimeout is 0 ms: it must be above 0",
        "download?maxDownloadSize=0, maxDownloadSize is 0: it must be 1 or more",
        "submit?account=, account is blank: give a name",
        "submit?group=, group is blank: give a name",
        "submit?validation=lenient, validation=lenient",
        "submit?ambiguousSubmit=maybe, ambiguousSubmit=maybe",
        "submit?imagePublisher=#none, none",
        "submit?idempotencyKey=${oops(}, oops"
    })
    void aValueThatIsNone(String uri, String text) {
        assertThat(failure("direct:a", "seedance:" + uri)).contains(text);
    }

    @ParameterizedTest
    @ValueSource(strings = {"account", "group"})
    void aNameThatTheTaskTableCanNotHold(String option) {
        assertThat(failure("direct:a", "seedance:submit?" + option + "=" + "x".repeat(101)))
                .contains(option + " has 101 characters", "at most 100");
        assertThat(failure("direct:a", "seedance:submit?" + option + "=a%0Ab"))
                .contains(option + " has 3 characters or a control character");
    }

    @ParameterizedTest
    @CsvSource({
        "maxInFlight=0, maxInFlight is 0: it must be 1 or more",
        "maximumRedeliveries=-1, maximumRedeliveries is -1: it must be 0 or more",
        "repositoryScanInterval=0, repositoryScanInterval is 0 ms: it must be above 0"
    })
    void aValueOfTheConsumerThatIsNone(String option, String text) {
        assertThat(failure("seedance:completion?" + option, "log:a")).contains(text);
    }
}
