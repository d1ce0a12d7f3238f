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

import java.io.StringReader;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;
import org.xml.sax.InputSource;

/** The code of the component's page works. */
class ComponentPageTest extends DocTestSupport {
    private static final DocPage PAGE = DocPage.componentPage();
    private static final String FOLDER = "A folder of images";
    private static final String QUEUE = "Submit now, take the video later";

    @ParameterizedTest
    @ValueSource(strings = {"java", "yaml"})
    void makesVideosOfAFolder(String language) throws Exception {
        add(FOLDER, language);
        fixture.context.start();
        fixture.image("lake.png");

        fixture.awaitVideo("lake.mp4");
    }

    @ParameterizedTest
    @ValueSource(strings = {"java", "yaml"})
    void submitsOnceForEachOrder(String language) throws Exception {
        add(QUEUE, language);
        fixture.context.start();
        for (int i = 0; i < 2; i++) {
            fixture.context
                    .createProducerTemplate()
                    .sendBodyAndHeader(
                            "jms:orders",
                            "{\"prompt\": \"Waves\", \"image_urls\": [\"https://example.com/1.jpg\"]}",
                            "orderId",
                            "order-number-4711");
        }

        fixture.awaitVideo(fixture.firstTask() + ".mp4");
        assertThat(fixture.emulator.ledger().paidGenerations()).isEqualTo(1);
    }

    private void add(String heading, String language) throws Exception {
        String code = PAGE.code(heading, language);
        if (language.equals("java")) {
            fixture.addJava(code);
        } else {
            fixture.addYaml(code);
        }
    }

    /** XML routes themselves need a module of Camel that the build does without. */
    @ParameterizedTest
    @ValueSource(strings = {FOLDER, QUEUE})
    void hasTheEndpointsOfTheJavaRouteInXml(String heading) throws Exception {
        List<String> uris = new ArrayList<>();
        Document document =
                DocumentBuilderFactory.newInstance()
                        .newDocumentBuilder()
                        .parse(new InputSource(new StringReader(PAGE.code(heading, "xml"))));
        NodeList elements = document.getElementsByTagName("*");
        for (int i = 0; i < elements.getLength(); i++) {
            String uri = ((Element) elements.item(i)).getAttribute("uri");
            if (!uri.isEmpty()) {
                uris.add(uri);
            }
        }
        String java = PAGE.code(heading, "java").replace("\\\\", "\\");

        assertThat(uris)
                .hasSizeGreaterThan(3)
                .allSatisfy(uri -> assertThat(java).contains('"' + uri + '"'));
    }

    @Test
    void publishesByABeanOfTheUsers() throws Exception {
        Files.createDirectory(folder.resolve("public"));
        fixture.addJava(
                PAGE.code("Publish images yourself", "java")
                        .replace("\"public\"", '"' + folder.resolve("public").toString() + '"'));
        fixture.context.start();
        fixture.context
                .createProducerTemplate()
                .requestBody("direct:image", fixture.image("lake.png"));

        try (var published = Files.list(folder.resolve("public"))) {
            String name = published.findFirst().orElseThrow().getFileName().toString();
            assertThat(fixture.emulator.journal().creates().get(0).bodyText())
                    .contains("\"https://images.example.com/" + name + '"');
        }
    }

    @Test
    void takesUpAWait() throws Exception {
        String code = PAGE.code("Take up a wait", "java");
        assertThat(code).contains("10m");
        fixture.addJava(code.replace("10m", "50ms"));
        fixture.context.start();
        fixture.context
                .createProducerTemplate()
                .sendBody(
                        "direct:order",
                        "{\"prompt\": \"Waves\", \"image_urls\": [\"https://example.com/1.jpg\"]}");

        fixture.awaitVideo(fixture.firstTask() + ".mp4");
        assertThat(fixture.emulator.ledger().paidGenerations()).isEqualTo(1);
    }
}
