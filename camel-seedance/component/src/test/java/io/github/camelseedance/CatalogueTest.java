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

import java.io.IOException;
import java.io.InputStream;
import java.lang.reflect.Field;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.camel.CamelContext;
import org.apache.camel.catalog.EndpointValidationResult;
import org.apache.camel.catalog.impl.DefaultRuntimeCamelCatalog;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.tooling.model.BaseOptionModel;
import org.apache.camel.tooling.model.ComponentModel;
import org.junit.jupiter.api.Test;

/** What tools and Camel's catalogue learn about the component. */
class CatalogueTest {
    private final ComponentModel model = ComponentMetadata.model();

    @Test
    void isKnownToTheRuntimeCatalogue() throws Exception {
        try (CamelContext context = new DefaultCamelContext();
                DefaultRuntimeCamelCatalog catalogue = new DefaultRuntimeCamelCatalog()) {
            catalogue.setCamelContext(context);
            catalogue.start();

            assertThat(catalogue.componentJSonSchema("seedance"))
                    .isEqualTo(ComponentMetadata.json());
        }
    }

    @Test
    void letsTheCatalogueReadItsUris() throws Exception {
        try (CamelContext context = new DefaultCamelContext();
                DefaultRuntimeCamelCatalog catalogue = new DefaultRuntimeCamelCatalog()) {
            catalogue.setCamelContext(context);
            catalogue.start();

            assertThat(catalogue.endpointProperties("seedance:generate?duration=6&quality=480p"))
                    .containsExactlyInAnyOrderEntriesOf(
                            Map.of("operation", "generate", "duration", "6", "quality", "480p"));
            assertThat(validate(catalogue, Map.of("operation", "submit")).isSuccess()).isTrue();
            assertThat(validate(catalogue, Map.of("operation", "cancel")).getInvalidEnum())
                    .containsKey("operation");
            assertThat(
                            validate(catalogue, Map.of("operation", "await", "waitTimeout", "soon"))
                                    .getInvalidDuration())
                    .containsKey("waitTimeout");
        }
    }

    private static EndpointValidationResult validate(
            DefaultRuntimeCamelCatalog catalogue, Map<String, String> properties) {
        return catalogue.validateProperties("seedance", properties);
    }

    @Test
    void isFoundByToolsThatLookForComponents() throws IOException {
        Properties properties = new Properties();
        try (InputStream in =
                getClass()
                        .getResourceAsStream(
                                "/META-INF/services/org/apache/camel/component.properties")) {
            properties.load(in);
        }

        assertThat(properties)
                .containsEntry("components", model.getScheme())
                .containsEntry("groupId", model.getGroupId())
                .containsEntry("artifactId", model.getArtifactId())
                .containsEntry("version", model.getVersion())
                .containsOnlyKeys(
                        "components",
                        "groupId",
                        "artifactId",
                        "version",
                        "projectName",
                        "projectDescription")
                .noneSatisfy((key, value) -> assertThat(value.toString()).contains("${"));
    }

    @Test
    void describesEveryOptionAndHeader() {
        List<BaseOptionModel> all = new ArrayList<>(model.getComponentOptions());
        all.addAll(model.getEndpointOptions());
        all.addAll(model.getEndpointHeaders());

        assertThat(all)
                .hasSizeGreaterThan(100)
                .allSatisfy(option -> assertThat(option.getDescription()).isNotBlank());
        assertThat(model.getEndpointHeaders())
                .allSatisfy(header -> assertThat(header.getName()).startsWith("CamelSeedance"));
    }

    @Test
    void marksWhatIsSecret() {
        assertThat(secrets(model.getComponentOptions()))
                .containsExactlyInAnyOrder(
                        "apiKey",
                        "callbackSecret",
                        "callbackPreviousSecret",
                        "proxyUser",
                        "proxyPassword");
        assertThat(secrets(model.getEndpointOptions()))
                .containsExactlyInAnyOrder("apiKey", "callbackSecret", "callbackPreviousSecret");
    }

    private static List<String> secrets(List<? extends BaseOptionModel> options) {
        return options.stream()
                .filter(option -> option.isSecret() && "secret".equals(option.getSecurity()))
                .map(BaseOptionModel::getName)
                .toList();
    }

    @Test
    void listsTheOperations() {
        List<String> words = Arrays.stream(Operation.values()).map(Operation::toString).toList();

        assertThat(model.getEndpointPathOptions())
                .singleElement()
                .satisfies(
                        path -> {
                            assertThat(path.getName()).isEqualTo("operation");
                            assertThat(path.isRequired()).isTrue();
                            assertThat(path.getEnums()).containsExactlyElementsOf(words);
                        });
    }

    @Test
    void listsExactlyTheOptionsThatSomeOperationHonours() {
        TreeSet<String> honoured =
                Arrays.stream(Operation.values())
                        .map(Operation::options)
                        .flatMap(Set::stream)
                        .collect(Collectors.toCollection(TreeSet::new));
        TreeSet<String> listed =
                model.getEndpointParameterOptions().stream()
                        .map(BaseOptionModel::getName)
                        .collect(Collectors.toCollection(TreeSet::new));

        assertThat(listed).isEqualTo(honoured);
    }

    @Test
    void letsEveryProducerStartLazily() throws Exception {
        try (CamelContext context = new DefaultCamelContext()) {
            context.start();
            for (Operation operation : Operation.values()) {
                if (!operation.isConsumer()) {
                    String uri = "seedance:" + operation + "?apiKey=key&lazyStartProducer=true";
                    assertThat(context.getEndpoint(uri, SeedanceEndpoint.class))
                            .returns(true, SeedanceEndpoint::isLazyStartProducer);
                }
            }
        }
    }

    @Test
    void offersTheEndpointsOptionsOnTheComponentToo() {
        Stream<String> own =
                Arrays.stream(SeedanceConfiguration.class.getDeclaredFields()).map(Field::getName);

        assertThat(model.getComponentOptions())
                .extracting(BaseOptionModel::getName)
                .containsAll(own.filter(name -> !name.startsWith("$")).toList());
    }
}
