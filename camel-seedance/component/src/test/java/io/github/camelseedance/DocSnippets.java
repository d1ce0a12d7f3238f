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

import java.io.IOException;
import java.io.StringWriter;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.tools.ToolProvider;
import org.apache.camel.CamelContext;
import org.apache.camel.builder.RouteBuilder;

/** Compiles the Java of the documentation with the imports that a reader would let the IDE add. */
public final class DocSnippets {
    /** Statements of the documentation. */
    @FunctionalInterface
    public interface Script {
        void run(CamelContext context) throws Exception;
    }

    private static final String IMPORTS =
            """
            import static org.assertj.core.api.Assertions.*;
            import io.github.camelseedance.*;
            import io.github.camelseedance.api.*;
            import io.github.camelseedance.emulator.*;
            import io.github.camelseedance.emulator.junit5.*;
            import io.github.camelseedance.management.*;
            import io.github.camelseedance.media.*;
            import io.github.camelseedance.repository.*;
            import java.io.*;
            import java.nio.file.*;
            import java.time.*;
            import java.util.*;
            import java.util.concurrent.*;
            import org.apache.camel.*;
            import org.apache.camel.builder.*;
            import org.apache.camel.component.file.cluster.*;
            import org.apache.camel.component.servlet.CamelHttpTransportServlet;
            import org.apache.camel.impl.*;
            import org.apache.camel.impl.cluster.*;
            import org.apache.camel.main.Main;
            import org.apache.camel.spi.*;
            import org.apache.camel.support.*;
            import org.eclipse.jetty.ee11.servlet.*;
            import org.eclipse.jetty.server.Server;
            import org.junit.jupiter.api.*;
            import org.junit.jupiter.api.extension.*;
            import org.springframework.stereotype.Component;
            """;

    private static final Pattern CLASS = Pattern.compile("(?m)^(?:public )?class (\\w+)");

    private final Path folder;

    /**
     * @param folder takes sources and classes
     */
    DocSnippets(Path folder) {
        this.folder = folder;
    }

    /** Routes, as statements of a {@link RouteBuilder} or as a class of their own. */
    RouteBuilder routes(String code) throws Exception {
        Matcher named = CLASS.matcher(code);
        return named.find()
                ? (RouteBuilder) made(named.group(1), code)
                : (RouteBuilder)
                        made(
                                "Routes",
                                """
                                public class Routes extends RouteBuilder {
                                    public void configure() throws Exception {
                                        %s
                                    }
                                }
                                """
                                        .formatted(code));
    }

    /** A class of its own. */
    Class<?> type(String code) throws Exception {
        Matcher named = CLASS.matcher(code);
        if (!named.find()) {
            throw new IllegalArgumentException("This is no class: " + code);
        }
        return compile(named.group(1), code);
    }

    Script script(String code) throws Exception {
        return (Script)
                made(
                        "Statements",
                        """
                        public class Statements implements %s {
                            private CamelContext context;

                            public void run(CamelContext camelContext) throws Exception {
                                context = camelContext;
                                %s
                            }
                        }
                        """
                                .formatted(Script.class.getCanonicalName(), code));
    }

    private Object made(String name, String code) throws Exception {
        return compile(name, code).getDeclaredConstructor().newInstance();
    }

    private Class<?> compile(String name, String code) throws Exception {
        Path source = Files.createTempDirectory(folder, "snippet").resolve(name + ".java");
        // The component's tests do without Spring; its stereotype says nothing to the compiler.
        Path stereotype = source.resolveSibling("Component.java");
        Files.writeString(
                stereotype,
                "package org.springframework.stereotype; public @interface Component {}");
        Files.writeString(source, IMPORTS + code);
        javac(source, stereotype);
        URL[] classes = {source.getParent().toUri().toURL()};
        ClassLoader loader = new URLClassLoader(classes, getClass().getClassLoader());
        return loader.loadClass(name);
    }

    private static void javac(Path... sources) throws IOException {
        var compiler = ToolProvider.getSystemJavaCompiler();
        StringWriter messages = new StringWriter();
        try (var files = compiler.getStandardFileManager(null, null, null)) {
            List<String> options =
                    List.of(
                            "-proc:none",
                            "-d",
                            sources[0].getParent().toString(),
                            "-cp",
                            System.getProperty("java.class.path"));
            boolean compiled =
                    compiler.getTask(
                                    messages,
                                    files,
                                    null,
                                    options,
                                    null,
                                    files.getJavaFileObjects(sources))
                            .call();
            if (!compiled) {
                throw new AssertionError(messages + Files.readString(sources[0]));
            }
        }
    }
}
