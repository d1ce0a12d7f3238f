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

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.camelseedance.SeedanceComponent;
import java.beans.BeanInfo;
import java.beans.Introspector;
import java.beans.PropertyDescriptor;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import java.util.stream.Stream;
import org.apache.camel.spring.boot.ComponentConfigurationPropertiesCommon;
import org.apache.camel.tooling.model.ComponentModel.ComponentOptionModel;
import org.apache.camel.tooling.model.JsonMapper;
import org.junit.jupiter.api.Test;
import org.springframework.boot.context.properties.bind.DataObjectPropertyName;
import org.springframework.boot.convert.DurationStyle;

/** Holds the starter to what Camel's generator says of the component. */
class ConfigurationDriftTest {
    private static final String JSON = "/META-INF/io/github/camelseedance/seedance.json";

    private final List<ComponentOptionModel> options = componentOptions();

    @Test
    void hasEachOptionOfTheComponentWithItsTypeAndDefaultAndNoOther() throws Exception {
        List<String> fields = new ArrayList<>();
        SeedanceComponentConfiguration defaults = new SeedanceComponentConfiguration();
        BeanInfo bean =
                Introspector.getBeanInfo(
                        SeedanceComponentConfiguration.class,
                        ComponentConfigurationPropertiesCommon.class);
        for (PropertyDescriptor property : bean.getPropertyDescriptors()) {
            assertThat(property.getWriteMethod())
                    .as("the setter of %s", property.getName())
                    .isNotNull();
            Object value = property.getReadMethod().invoke(defaults);
            fields.add(field(property.getPropertyType().getName(), property.getName(), value));
        }

        assertThat(changes(fields, o -> field(javaType(o), o.getName(), defaultValue(o))))
                .as(
                        "The component's options have changed. Make these changes in"
                                + " SeedanceComponentConfiguration: to the field, its getter and"
                                + " setter, and its javadoc, which is the option's description.")
                .isEmpty();
    }

    @Test
    void tellsEditorsTheDescriptionAndDefaultOfEachOption() throws Exception {
        List<String> described = new ArrayList<>();
        for (JsonNode property : metadata().get("properties")) {
            String name = property.get("name").asText();
            if (!name.matches(".*[.]enabled")) {
                described.add(
                        description(
                                name,
                                property.path("defaultValue").asText("null"),
                                property.path("description").asText()));
            }
        }

        assertThat(changes(described, ConfigurationDriftTest::description))
                .as(
                        "The descriptions of the component's options have changed. Make these"
                                + " changes to the javadoc of SeedanceComponentConfiguration's fields.")
                .isEmpty();
    }

    @Test
    void takesAReferenceToABeanForEachOptionThatIsAnObject() {
        List<String> types =
                new SeedanceComponentConverter(null)
                        .getConvertibleTypes().stream()
                                .map(pair -> pair.getTargetType().getName())
                                .toList();

        assertThat(types)
                .as("The types that SeedanceComponentConverter converts to.")
                .containsExactlyInAnyOrderElementsOf(
                        options.stream()
                                .filter(o -> o.getType().equals("object"))
                                .map(ComponentOptionModel::getJavaType)
                                .toList());
    }

    private static List<ComponentOptionModel> componentOptions() {
        try (InputStream json = SeedanceComponent.class.getResourceAsStream(JSON)) {
            return JsonMapper.generateComponentModel(
                            new String(json.readAllBytes(), StandardCharsets.UTF_8))
                    .getComponentOptions();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** What is to be added to, and what removed from, the lines that are there. */
    private List<String> changes(
            List<String> present, Function<ComponentOptionModel, String> wanted) {
        List<String> expected = options.stream().map(wanted).toList();
        return Stream.concat(
                        expected.stream()
                                .filter(line -> !present.contains(line))
                                .map(line -> "add " + line),
                        present.stream()
                                .filter(line -> !expected.contains(line))
                                .map(line -> "remove " + line))
                .toList();
    }

    /** What the compilation of this module wrote, not that of another library. */
    private static JsonNode metadata() throws Exception {
        URI classes =
                SeedanceComponentConfiguration.class
                        .getProtectionDomain()
                        .getCodeSource()
                        .getLocation()
                        .toURI();
        return new ObjectMapper()
                .readTree(
                        Path.of(classes)
                                .resolve("META-INF/spring-configuration-metadata.json")
                                .toFile());
    }

    private static String field(String javaType, String name, Object value) {
        return javaType + " " + name + " = " + value;
    }

    private static String javaType(ComponentOptionModel option) {
        if (option.getType().equals("duration")) {
            return Duration.class.getName();
        }
        return switch (option.getJavaType()) {
            case "boolean" -> Boolean.class.getName();
            case "int" -> Integer.class.getName();
            case "long" -> Long.class.getName();
            default -> option.getJavaType();
        };
    }

    private static Object defaultValue(ComponentOptionModel option) {
        Object value = option.getDefaultValue();
        if (value == null) {
            return null;
        }
        return switch (option.getType()) {
            case "duration" -> DurationStyle.detectAndParse(value.toString());
            case "enum" -> value.toString().toUpperCase(Locale.ROOT);
            default -> value;
        };
    }

    private static String description(ComponentOptionModel option) {
        String type =
                option.getType().equals("object")
                        ? " The option is a " + option.getJavaType() + " type."
                        : "";
        return description(
                "camel.component.seedance." + DataObjectPropertyName.toDashedForm(option.getName()),
                String.valueOf(option.getDefaultValue()),
                option.getDescription() + type);
    }

    private static String description(String name, String value, String text) {
        return name + " = " + value + ": " + text;
    }
}
