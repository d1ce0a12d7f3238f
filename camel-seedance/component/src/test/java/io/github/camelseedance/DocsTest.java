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

import io.github.camelseedance.api.SeedanceException;
import java.util.Arrays;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.camel.tooling.model.BaseOptionModel;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The pages say what seedance.json says. With {@code -Ddocs.update} their generated parts are
 * written instead of compared.
 */
class DocsTest {
    private static final String UPDATE =
            "mvn -pl camel-seedance/component -am test -Dtest=DocsTest"
                    + " -Dsurefire.failIfNoSpecifiedTests=false -Ddocs.update";

    static Stream<DocPage> pages() {
        return Stream.of(DocPage.readme(), DocPage.componentPage());
    }

    @ParameterizedTest
    @MethodSource("pages")
    void holdsTheTablesOfTheMetadata(DocPage page) {
        String expected = page.regenerated(new DocTables(page.isMarkdown()));
        if (System.getProperty("docs.update") != null) {
            page.write(expected);
        }

        assertThat(difference(page.text(), expected))
                .as("%s is out of date. Renew and commit it:%n%s%n", page, UPDATE)
                .isEmpty();
    }

    /** The first line that differs; the whole pages would be too much to read. */
    private static String difference(String actual, String expected) {
        String[] is = actual.split("\n", -1);
        String[] shall = expected.split("\n", -1);
        int line = Arrays.mismatch(is, shall);
        return line < 0
                ? ""
                : "line %d is%n%s%nbut must be%n%s"
                        .formatted(line + 1, lineOf(is, line), lineOf(shall, line));
    }

    private static String lineOf(String[] lines, int line) {
        return line < lines.length ? lines[line] : "(the end)";
    }

    @ParameterizedTest
    @MethodSource("pages")
    void namesNoHeaderThatDoesNotExist(DocPage page) {
        Set<String> headers =
                ComponentMetadata.model().getEndpointHeaders().stream()
                        .map(BaseOptionModel::getName)
                        .collect(Collectors.toSet());

        assertThat(words(page, "CamelSeedance[A-Z]\\w+")).isNotEmpty().isSubsetOf(headers);
    }

    @ParameterizedTest
    @MethodSource("pages")
    void namesNoExceptionThatDoesNotExist(DocPage page) {
        assertThat(words(page, "\\bSeedance\\w*Exception"))
                .isNotEmpty()
                .allSatisfy(
                        name ->
                                assertThat(SeedanceException.class)
                                        .isAssignableFrom(
                                                Class.forName(
                                                        SeedanceException.class.getPackageName()
                                                                + '.'
                                                                + name)));
    }

    /** Properties are written with dashes, in endpoint URIs and YAML code itself is tried. */
    @ParameterizedTest
    @MethodSource("pages")
    void namesNoPropertyThatDoesNotExist(DocPage page) {
        Set<String> properties =
                ComponentMetadata.model().getComponentOptions().stream()
                        .map(
                                option ->
                                        option.getName()
                                                .replaceAll("([A-Z])", "-$1")
                                                .toLowerCase(Locale.ROOT))
                        .collect(Collectors.toSet());
        properties.add("enabled"); // the starter's switch

        assertThat(words(page, "(?<=camel\\.component\\.seedance\\.)[a-z0-9-]+"))
                .isNotEmpty()
                .isSubsetOf(properties);
    }

    private static Set<String> words(DocPage page, String pattern) {
        return Pattern.compile(pattern)
                .matcher(page.text())
                .results()
                .map(MatchResult::group)
                .collect(Collectors.toCollection(TreeSet::new));
    }
}
