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

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.camel.tooling.model.BaseOptionModel;
import org.apache.camel.tooling.model.ComponentModel;

/** The parts of the documentation that follow from seedance.json. */
final class DocTables implements UnaryOperator<String> {
    private final ComponentModel model = ComponentMetadata.model();
    private final boolean markdown;

    DocTables(boolean markdown) {
        this.markdown = markdown;
    }

    /**
     * @param part its name, and after a blank its arguments
     */
    @Override
    public String apply(String part) {
        String[] words = part.split(" ", 2);
        return switch (words[0]) {
            case "attributes" -> attributes();
            case "component-options" -> options(model.getComponentOptions());
            case "endpoint-options" -> options(model.getEndpointParameterOptions());
            case "headers" -> headers();
            case "options" -> shortOptions(words[1].strip().split(",\\s*"));
            default -> throw new IllegalArgumentException("There is no generator for: " + part);
        };
    }

    private String attributes() {
        return """
               :doctitle: %s
               :shortname: %s
               :artifactid: %s
               :description: %s
               :since: %s
               :supportlevel: %s
               """
                .formatted(
                        model.getTitle(),
                        model.getScheme(),
                        model.getArtifactId(),
                        model.getDescription(),
                        model.getFirstVersion(),
                        model.getSupportLevel());
    }

    private String options(List<? extends BaseOptionModel> options) {
        return table(
                List.of("Name", "Description", "Default", "Type"),
                "2,5,^1,2",
                options.stream()
                        .map(
                                option ->
                                        List.of(
                                                code(option.getName())
                                                        + " ("
                                                        + option.getGroup()
                                                        + ")",
                                                description(option),
                                                defaultValue(option),
                                                type(option))));
    }

    private String shortOptions(String[] names) {
        return table(
                List.of("Option", "Default", "Description"),
                "2,^1,5",
                Arrays.stream(names)
                        .map(this::endpointOption)
                        .map(
                                option ->
                                        List.of(
                                                code(option.getName()),
                                                defaultValue(option),
                                                description(option))));
    }

    private BaseOptionModel endpointOption(String name) {
        return model.getEndpointParameterOptions().stream()
                .filter(option -> option.getName().equals(name))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("There is no option " + name));
    }

    private String headers() {
        return table(
                List.of("Header", "Type", "Description"),
                "3,1,5",
                model.getEndpointHeaders().stream()
                        .map(
                                header ->
                                        List.of(
                                                code(header.getName()),
                                                type(header),
                                                description(header))));
    }

    private static String description(BaseOptionModel option) {
        return option.getDescription();
    }

    /** A boxed boolean is null until it is set, which Camel's generator does not know. */
    private String defaultValue(BaseOptionModel option) {
        boolean none = "java.lang.Boolean".equals(option.getJavaType());
        return Optional.ofNullable(option.getDefaultValue())
                .filter(value -> !none)
                .map(value -> code(value.toString()))
                .orElse("");
    }

    private String type(BaseOptionModel option) {
        if (option.getEnums() != null) {
            return option.getEnums().stream().map(this::code).collect(Collectors.joining(", "));
        }
        return "duration".equals(option.getType()) ? "Duration" : option.getShortJavaType();
    }

    private String code(String text) {
        return '`' + text + '`';
    }

    private String table(List<String> head, String widths, Stream<List<String>> rows) {
        if (markdown) {
            return markdownRow(head)
                    + "|---".repeat(head.size())
                    + "|\n"
                    + rows.map(DocTables::markdownRow).collect(Collectors.joining());
        }
        return "[width=\"100%\",cols=\""
                + widths
                + "\",options=\"header\"]\n|===\n"
                + asciidocRow(head)
                + rows.map(DocTables::asciidocRow).collect(Collectors.joining())
                + "|===\n";
    }

    private static String markdownRow(List<String> cells) {
        return cells.stream().map(DocTables::cell).collect(Collectors.joining(" | ", "| ", " |\n"));
    }

    private static String asciidocRow(List<String> cells) {
        return cells.stream().map(DocTables::cell).collect(Collectors.joining(" | ", "| ", "\n"));
    }

    private static String cell(String text) {
        return text.replace("|", "\\|");
    }
}
