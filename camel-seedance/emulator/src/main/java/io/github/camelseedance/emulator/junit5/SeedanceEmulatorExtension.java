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
package io.github.camelseedance.emulator.junit5;

import io.github.camelseedance.emulator.SeedanceEmulator;
import io.github.camelseedance.emulator.image.ImageFetching;
import java.time.Duration;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolutionException;
import org.junit.jupiter.api.extension.ParameterResolver;

/**
 * The emulator in tests with JUnit Jupiter: started before a test and as new for each.
 *
 * <pre>{@code
 * @RegisterExtension SeedanceEmulator emulator = SeedanceEmulatorExtension.of();
 * }</pre>
 *
 * <p>In an instance field each test has an emulator of its own, on a port of its own, closed after
 * it; so tests may run at the same time. In a static field, or with
 * {@code @TestInstance(PER_CLASS)}, the tests of the class, nested ones included, share one, which
 * is {@linkplain #reset() reset} before each of them, so also after {@code @BeforeAll}; such tests
 * must run one after the other, and one that begins while another still runs is refused.
 *
 * <p>With {@code @ExtendWith(SeedanceEmulatorExtension.class)} a test, its {@code @BeforeEach} and
 * its {@code @AfterEach} methods may instead take a parameter of type {@link SeedanceEmulator},
 * which is made as by {@link #of()} and theirs alone.
 */
public final class SeedanceEmulatorExtension extends SeedanceEmulator
        implements BeforeAllCallback,
                BeforeEachCallback,
                AfterEachCallback,
                AfterAllCallback,
                ParameterResolver {

    private static final Namespace NAMESPACE = Namespace.create(SeedanceEmulatorExtension.class);
    private static final Duration SHORT = Duration.ofMillis(200);

    private final boolean forParameters;
    private int classes;
    private ExtensionContext running;

    /** For {@code @ExtendWith}, which makes its extensions itself: hands out other emulators. */
    SeedanceEmulatorExtension() {
        super(quick());
        forParameters = true;
    }

    private SeedanceEmulatorExtension(SeedanceEmulator.Builder options) {
        super(options);
        forParameters = false;
    }

    /** An emulator for quick tests without network, with the options of {@link #quick()}. */
    public static SeedanceEmulatorExtension of() {
        return of(quick());
    }

    /**
     * An emulator with options of its own.
     *
     * @param options those of {@link #quick()} and what is to differ, or of {@link
     *     SeedanceEmulator#builder()}, where tasks take 165 s and each image URL is really fetched
     */
    public static SeedanceEmulatorExtension of(SeedanceEmulator.Builder options) {
        return new SeedanceEmulatorExtension(options);
    }

    /**
     * The options for quick tests without network, to go on from: tasks take 200 ms, videos are
     * rendered cheaply and only when asked for, and only images on loopback hosts are fetched,
     * while a stand-in takes the place of the others.
     *
     * <pre>{@code
     * SeedanceEmulatorExtension.of(SeedanceEmulatorExtension.quick().frozen());
     * }</pre>
     */
    public static SeedanceEmulator.Builder quick() {
        return SeedanceEmulator.builder()
                .taskDuration(SHORT)
                .lowCost(true)
                .imageFetching(ImageFetching.LOOPBACK);
    }

    /** Only for a field that outlives a test. Nested classes, and others that inherit it, share. */
    @Override
    public synchronized void beforeAll(ExtensionContext context) {
        if (!forParameters && classes++ == 0) {
            start();
        }
    }

    @Override
    public synchronized void afterAll(ExtensionContext context) {
        if (!forParameters && --classes == 0) {
            close();
        }
    }

    /**
     * @throws IllegalStateException when another test still uses this emulator
     */
    @Override
    public synchronized void beforeEach(ExtensionContext context) {
        if (forParameters) {
            return;
        }
        if (running != null) {
            throw new IllegalStateException(
                    name(context)
                            + " begins while "
                            + name(running)
                            + " still uses the same emulator. An emulator in a static field, or"
                            + " with @TestInstance(PER_CLASS), is reset before each test, so its"
                            + " tests must run one after the other: make its field an instance"
                            + " field, so that each test has its own, or put"
                            + " @Execution(SAME_THREAD) on the test classes that share it");
        }
        running = context;
        // a test before may have closed the one that all share
        start();
        if (classes > 0) {
            reset();
        }
    }

    @Override
    public void afterEach(ExtensionContext context) {
        if (forParameters) {
            SeedanceEmulator own =
                    context.getStore(NAMESPACE)
                            .remove(SeedanceEmulator.class, SeedanceEmulator.class);
            if (own != null) {
                own.close();
            }
        } else {
            release(context);
        }
    }

    /** A test that was refused comes here too, but releases nothing. */
    private synchronized void release(ExtensionContext context) {
        if (running != null && running.getUniqueId().equals(context.getUniqueId())) {
            running = null;
            if (classes == 0) {
                close();
            }
        }
    }

    /** As OrderTest.paysOnce(), and of a parameterized test also which. */
    private static String name(ExtensionContext test) {
        String method = test.getRequiredTestMethod().getName();
        String title = test.getDisplayName();
        return test.getRequiredTestClass().getSimpleName()
                + '.'
                + (title.startsWith(method) ? title : method + "() " + title);
    }

    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
        return forParameters && parameter.getParameter().getType() == SeedanceEmulator.class;
    }

    @Override
    public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
        if (context.getTestMethod().isEmpty()) {
            throw new ParameterResolutionException(
                    "An emulator is made for one test, so a constructor, @BeforeAll or @AfterAll"
                            + " cannot take it as a parameter: take it in the test, in @BeforeEach or"
                            + " in @AfterEach, or share one in a static field with @RegisterExtension");
        }
        return context.getStore(NAMESPACE)
                .getOrComputeIfAbsent(
                        SeedanceEmulator.class,
                        type -> quick().build().start(),
                        SeedanceEmulator.class);
    }
}
