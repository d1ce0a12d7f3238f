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

import static org.awaitility.Awaitility.await;

import io.github.camelseedance.emulator.SeedanceEmulator;
import io.github.camelseedance.emulator.fault.Fault;
import io.github.camelseedance.emulator.fault.Phase;
import io.github.camelseedance.emulator.image.ImageFetching;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.apache.camel.CamelContext;
import org.apache.camel.component.seda.SedaComponent;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.spi.Resource;
import org.apache.camel.support.PluginHelper;
import org.apache.camel.support.ResourceHelper;

/**
 * Where the code of the documentation runs: the emulator for the service, folders below a temporary
 * one for {@code inbox} and {@code outbox}, and queues in memory for {@code jms}.
 */
final class DocFixture implements AutoCloseable {
    private static final byte[] MP4_BRAND = "ftyp".getBytes(StandardCharsets.US_ASCII);
    private static final Duration LONG_ENOUGH = Duration.ofSeconds(20);

    final Path folder;
    final SeedanceEmulator emulator;
    final DocSnippets snippets;
    CamelContext context;

    DocFixture(Path folder) throws IOException {
        this.folder = folder;
        snippets = new DocSnippets(Files.createDirectory(folder.resolve("classes")));
        emulator =
                SeedanceEmulator.builder()
                        .taskDuration(Duration.ofMillis(300))
                        .lowCost(true)
                        .imageFetching(ImageFetching.LOOPBACK)
                        .build()
                        .start();
        context = newContext();
    }

    CamelContext newContext() {
        CamelContext fresh = new DefaultCamelContext();
        fresh.getShutdownStrategy().setTimeout(5);
        SeedanceComponent seedance = fresh.getComponent("seedance", SeedanceComponent.class);
        seedance.getConfiguration().setBaseUrl(emulator.baseUrl());
        seedance.getConfiguration().setApiKey(emulator.apiKey());
        fresh.addComponent("jms", new SedaComponent());
        return fresh;
    }

    /** As after a crash of the process: nothing is left but the service and the folders. */
    void startAnew() {
        context.stop();
        context = newContext();
    }

    void addJava(String code) throws Exception {
        context.addRoutes(snippets.routes(here(code)));
    }

    void addYaml(String code) throws Exception {
        Resource resource = ResourceHelper.fromString("routes.camel.yaml", here(code));
        PluginHelper.getRoutesLoader(context).loadRoutes(resource);
    }

    /** The code with its folders below the temporary one. */
    String here(String code) {
        return code.replaceAll("file:(inbox|outbox|recovered)", "file:" + folder + "/$1")
                .replace("directoryName: inbox", "directoryName: " + folder.resolve("inbox"))
                .replace("lake.jpg", folder.resolve("inbox/lake.jpg").toString());
    }

    /** An image in the inbox, complete at once. */
    Path image(String name) throws IOException {
        Path inbox = Files.createDirectories(folder.resolve("inbox"));
        Path part = Files.write(folder.resolve(name + ".part"), Images.png(0x336699));
        return Files.move(part, inbox.resolve(name));
    }

    /** Waits until a file in the outbox is an MP4. */
    void awaitVideo(String name) {
        Path video = folder.resolve("outbox").resolve(name);
        await().atMost(LONG_ENOUGH).until(() -> isVideo(video));
    }

    private static boolean isVideo(Path file) throws IOException {
        if (!Files.exists(file)) {
            return false;
        }
        byte[] bytes = Files.readAllBytes(file);
        for (int i = 0; bytes.length > 8 && i < MP4_BRAND.length; i++) {
            if (bytes[4 + i] != MP4_BRAND[i]) {
                return false;
            }
        }
        return bytes.length > 8;
    }

    /** The id of the task that was created first. */
    String firstTask() {
        return await().until(() -> emulator.tasks().list(), tasks -> !tasks.isEmpty()).get(0).id();
    }

    /** Lets the task fail that is submitted next. */
    void failNextTask(String code) {
        emulator.faults().next(Phase.OUTCOME, Fault.failed(code));
    }

    /** What arrives in a queue. */
    <T> T received(String queue, Class<T> type) {
        return context.createConsumerTemplate()
                .receiveBody("jms:" + queue, LONG_ENOUGH.toMillis(), type);
    }

    @Override
    public void close() {
        context.stop();
        emulator.close();
    }
}
