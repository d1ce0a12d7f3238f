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
package io.github.camelseedance.emulator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.File;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.lang.reflect.Method;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Who embeds or runs the emulator elsewhere has no JUnit. */
class WithoutJUnitTest {

    private URLClassLoader loader;

    @BeforeEach
    void hideJUnit() throws Exception {
        List<URL> urls = new ArrayList<>();
        for (String entry : System.getProperty("java.class.path").split(File.pathSeparator)) {
            urls.add(Path.of(entry).toUri().toURL());
        }
        loader =
                new URLClassLoader(urls.toArray(URL[]::new), ClassLoader.getPlatformClassLoader()) {
                    @Override
                    protected Class<?> findClass(String name) throws ClassNotFoundException {
                        if (name.startsWith("org.junit.")) {
                            throw new ClassNotFoundException(name + " is hidden");
                        }
                        return super.findClass(name);
                    }
                };
    }

    @AfterEach
    void close() throws Exception {
        loader.close();
    }

    private Class<?> load(String name) throws ClassNotFoundException {
        return loader.loadClass("io.github.camelseedance.emulator." + name);
    }

    @Test
    void startsAndAnswers() throws Exception {
        Class<?> type = load("SeedanceEmulator");
        Object builder = type.getMethod("builder").invoke(null);
        Object emulator = builder.getClass().getMethod("build").invoke(builder);
        try (AutoCloseable open = (AutoCloseable) type.getMethod("start").invoke(emulator)) {
            String url = (String) type.getMethod("baseUrl").invoke(open);

            assertThat(URI.create(url + "/_emulator/health").toURL().getContent()).isNotNull();
        }
    }

    /** As far as it gets on a port that is taken: it would not come back from a free one. */
    @Test
    void runsAsAProgram() throws Exception {
        StringWriter err = new StringWriter();
        Method factory = load("Main").getDeclaredMethod("commandLine");
        factory.setAccessible(true);
        Object program = factory.invoke(null);
        program.getClass()
                .getMethod("setErr", PrintWriter.class)
                .invoke(program, new PrintWriter(err));
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"))) {
            String[] arguments = {"--port=" + taken.getLocalPort()};
            Object exitCode =
                    program.getClass()
                            .getMethod("execute", String[].class)
                            .invoke(program, (Object) arguments);

            assertThat(exitCode).isEqualTo(1);
            assertThat(err.toString()).contains("choose another --port or --host");
        }
    }

    @Test
    void lacksTheExtensionAlone() {
        assertThatThrownBy(() -> load("junit5.SeedanceEmulatorExtension"))
                .isInstanceOf(NoClassDefFoundError.class)
                .hasMessageContaining("org/junit/jupiter");
    }
}
