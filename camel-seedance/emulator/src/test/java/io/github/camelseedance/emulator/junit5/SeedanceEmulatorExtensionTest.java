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

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;

import io.github.camelseedance.emulator.SeedanceEmulator;
import java.io.IOException;
import java.net.ConnectException;
import java.net.HttpURLConnection;
import java.net.URI;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.extension.TestWatcher;
import org.junit.jupiter.api.parallel.ResourceLock;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.junit.platform.testkit.engine.EngineExecutionResults;
import org.junit.platform.testkit.engine.EngineTestKit;
import org.junit.platform.testkit.engine.Event;

/** Runs the test classes below as a user's JUnit would, one after the other or in parallel. */
class SeedanceEmulatorExtensionTest {

    /** Where the emulator of each test was. */
    private static final List<String> SEEN = new CopyOnWriteArrayList<>();

    private static CyclicBarrier together;
    private static CountDownLatch refused;
    private static CountDownLatch began;
    private static CountDownLatch ended;

    @BeforeEach
    void forget() {
        SEEN.clear();
        together = new CyclicBarrier(2);
        refused = new CountDownLatch(1);
        began = new CountDownLatch(1);
        ended = new CountDownLatch(1);
    }

    private static EngineExecutionResults run(boolean parallel, Class<?>... classes) {
        EngineTestKit.Builder kit =
                EngineTestKit.engine("junit-jupiter")
                        .configurationParameter(
                                "junit.jupiter.execution.parallel.enabled",
                                String.valueOf(parallel))
                        .configurationParameter(
                                "junit.jupiter.execution.parallel.mode.default", "concurrent")
                        .configurationParameter(
                                "junit.jupiter.execution.parallel.config.strategy", "fixed")
                        .configurationParameter(
                                "junit.jupiter.execution.parallel.config.fixed.parallelism", "4");
        for (Class<?> each : classes) {
            kit.selectors(selectClass(each));
        }
        return kit.execute();
    }

    private static void assertAllPass(int tests, EngineExecutionResults results) {
        assertThat(failures(results)).isEmpty();
        results.testEvents().assertStatistics(count -> count.started(tests).succeeded(tests));
    }

    private static List<String> failures(EngineExecutionResults results) {
        return results.allEvents().failed().stream().map(Event::toString).toList();
    }

    /** All are closed. */
    private static void assertNothingLeft() {
        assertThat(SEEN).isNotEmpty().allSatisfy(url -> assertThat(answers(url)).isFalse());
    }

    private static boolean answers(String baseUrl) throws IOException {
        try {
            call(baseUrl);
            return true;
        } catch (ConnectException e) {
            return false;
        }
    }

    /** A request without a key. */
    private static int call(String baseUrl) throws IOException {
        HttpURLConnection connection =
                (HttpURLConnection) URI.create(baseUrl + "/v1/credits").toURL().openConnection();
        try {
            return connection.getResponseCode();
        } finally {
            connection.disconnect();
        }
    }

    /** A test that must find the emulator as new. */
    private static void use(SeedanceEmulator emulator) throws IOException {
        SEEN.add(emulator.baseUrl());
        emulator.journal().requests().assertNone();
        assertThat(call(emulator.baseUrl())).isEqualTo(401);
        emulator.journal().requests().assertCount(1);
    }

    @Test
    void givesEachTestItsOwnFromAnInstanceField() {
        assertAllPass(3, run(false, InInstanceField.class));

        assertThat(SEEN).hasSize(3).doesNotHaveDuplicates();
        assertNothingLeft();
    }

    @Test
    void givesTestsAtTheSameTimeTheirOwn() {
        assertAllPass(2, run(true, AtTheSameTime.class));

        assertThat(SEEN).hasSize(2).doesNotHaveDuplicates();
        assertNothingLeft();
    }

    @Test
    void sharesAStaticFieldAndResetsIt() {
        assertAllPass(3, run(false, InStaticField.class));

        assertThat(SEEN).hasSize(4);
        assertThat(Set.copyOf(SEEN)).hasSize(1);
        assertNothingLeft();
    }

    @Test
    void sharesOnePerClass() {
        assertAllPass(2, run(false, PerClass.class));

        assertThat(SEEN).hasSize(3);
        assertThat(Set.copyOf(SEEN)).hasSize(1);
        assertNothingLeft();
    }

    @Test
    void startsAStaticOneAgainThatATestHasClosed() {
        assertAllPass(2, run(false, Closing.class));

        assertThat(SEEN).hasSize(2);
        assertNothingLeft();
    }

    @Test
    void startsAnInheritedStaticFieldAnewForEachClass() {
        assertAllPass(2, run(false, FirstHeir.class, SecondHeir.class));

        assertThat(SEEN).hasSize(2);
        assertNothingLeft();
    }

    @Test
    void keepsAnInheritedStaticFieldOpenForClassesAtTheSameTime() {
        assertAllPass(2, run(true, LongHeir.class, ShortHeir.class));

        assertThat(Set.copyOf(SEEN)).hasSize(1);
        assertNothingLeft();
    }

    @Test
    void servesNestedClasses() {
        assertAllPass(3, run(false, WithNested.class));

        assertThat(SEEN).hasSize(6);
        assertThat(Set.copyOf(SEEN)).hasSize(4);
        assertNothingLeft();
    }

    @Test
    void injectsOneForATestAndItsMethodsAround() {
        assertAllPass(2, run(false, AsParameter.class));

        assertThat(SEEN).hasSize(6);
        assertThat(Set.copyOf(SEEN)).hasSize(2);
        assertNothingLeft();
    }

    @Test
    void injectsTestsAtTheSameTimeTheirOwn() {
        assertAllPass(2, run(true, AsParameterAtTheSameTime.class));

        assertThat(SEEN).hasSize(2).doesNotHaveDuplicates();
        assertNothingLeft();
    }

    @Test
    void refusesAParameterWhereThereIsNoTest() {
        assertThat(failures(run(false, AsParameterOfTheClass.class)))
                .singleElement()
                .asString()
                .contains("a constructor, @BeforeAll or @AfterAll", "@BeforeEach", "static field");
    }

    @Test
    void refusesATestThatBeginsWhileAnotherUsesTheSame() {
        EngineExecutionResults results = run(true, SharedAtTheSameTime.class);

        results.testEvents().assertStatistics(count -> count.succeeded(1).failed(1));
        assertThat(failures(results))
                .singleElement()
                .asString()
                .contains(
                        "SharedAtTheSameTime.waits() [1] one",
                        "SharedAtTheSameTime.waits() [2] two",
                        " still uses the same emulator",
                        "static field",
                        "make its field an instance field",
                        "@Execution(SAME_THREAD)");
        assertNothingLeft();
    }

    /** The very first in a JVM has a thread that loads classes and ends. */
    @Test
    void takesNothingUntilItIsStarted() {
        assertThat(SeedanceEmulatorExtension.of().apiKey()).isNotEmpty();
        Set<Thread> before = threads();
        List<SeedanceEmulator> unused =
                Stream.generate(SeedanceEmulatorExtension::of)
                        .limit(10)
                        .map(SeedanceEmulator.class::cast)
                        .toList();

        assertThat(unused).allSatisfy(each -> assertThat(each.apiKey()).isNotEmpty());
        assertThat(threads()).isSubsetOf(before);
    }

    private static Set<Thread> threads() {
        Set<Thread> threads = ConcurrentHashMap.newKeySet();
        Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> thread.getName().startsWith("seedance-emulator"))
                .forEach(threads::add);
        return threads;
    }

    static class InInstanceField {
        @RegisterExtension final SeedanceEmulator emulator = SeedanceEmulatorExtension.of();

        @Test
        void one() throws IOException {
            use(emulator);
        }

        @ParameterizedTest
        @ValueSource(ints = {2, 3})
        void more(int number) throws IOException {
            use(emulator);
        }
    }

    static class AtTheSameTime {
        @RegisterExtension final SeedanceEmulator emulator = SeedanceEmulatorExtension.of();

        @ParameterizedTest
        @ValueSource(ints = {1, 2})
        void meets(int number) throws Exception {
            together.await(60, TimeUnit.SECONDS);
            use(emulator);
            together.await(60, TimeUnit.SECONDS);
        }
    }

    static class Closing {
        @RegisterExtension static final SeedanceEmulator EMULATOR = SeedanceEmulatorExtension.of();

        @ParameterizedTest
        @ValueSource(ints = {1, 2})
        void closes(int test) throws IOException {
            use(EMULATOR);
            EMULATOR.close();
        }
    }

    static class InStaticField {
        @RegisterExtension static final SeedanceEmulator EMULATOR = SeedanceEmulatorExtension.of();

        @BeforeAll
        static void before() throws IOException {
            use(EMULATOR);
        }

        @Test
        void one() throws IOException {
            use(EMULATOR);
        }

        @Test
        void two() throws IOException {
            use(EMULATOR);
        }

        @Nested
        class Inner {
            @Test
            void three() throws IOException {
                use(EMULATOR);
            }
        }
    }

    @TestInstance(Lifecycle.PER_CLASS)
    static class PerClass {
        @RegisterExtension final SeedanceEmulator emulator = SeedanceEmulatorExtension.of();

        @BeforeAll
        void before() throws IOException {
            use(emulator);
        }

        @Test
        void one() throws IOException {
            use(emulator);
        }

        @Test
        void two() throws IOException {
            use(emulator);
        }
    }

    abstract static class Inherited {
        @RegisterExtension static final SeedanceEmulator EMULATOR = SeedanceEmulatorExtension.of();

        @Test
        @ResourceLock("the emulator")
        void one() throws IOException {
            use(EMULATOR);
        }
    }

    static class FirstHeir extends Inherited {}

    static class SecondHeir extends Inherited {}

    /** Begins before and ends after the other. */
    static class LongHeir extends Inherited {
        @BeforeAll
        static void begin() {
            began.countDown();
        }

        @AfterAll
        static void end() throws Exception {
            assertThat(ended.await(60, TimeUnit.SECONDS)).isTrue();
            assertThat(answers(EMULATOR.baseUrl())).isTrue();
        }
    }

    @ExtendWith(End.class)
    static class ShortHeir extends Inherited {
        @BeforeAll
        static void begin() throws Exception {
            assertThat(began.await(60, TimeUnit.SECONDS)).isTrue();
        }
    }

    /** Registered before the emulator, so told of the end after it. */
    static class End implements AfterAllCallback {
        @Override
        public void afterAll(ExtensionContext context) {
            ended.countDown();
        }
    }

    static class WithNested {
        @RegisterExtension final SeedanceEmulator emulator = SeedanceEmulatorExtension.of();

        @Test
        void outside() throws IOException {
            use(emulator);
        }

        @Nested
        class Inner {
            @RegisterExtension final SeedanceEmulator other = SeedanceEmulatorExtension.of();

            @BeforeEach
            void both() {
                assertThat(other.baseUrl()).isNotEqualTo(emulator.baseUrl());
            }

            @Test
            void inside() throws IOException {
                use(emulator);
                use(other);
            }
        }

        @Nested
        @TestInstance(Lifecycle.PER_CLASS)
        class Shared {
            @BeforeAll
            void before() throws IOException {
                use(emulator);
            }

            @Test
            void inside() throws IOException {
                use(emulator);
                SEEN.add(emulator.baseUrl());
            }
        }
    }

    @ExtendWith(SeedanceEmulatorExtension.class)
    static class AsParameter {
        @BeforeEach
        void before(SeedanceEmulator emulator) throws IOException {
            use(emulator);
        }

        @Test
        void one(SeedanceEmulator emulator) {
            SEEN.add(emulator.baseUrl());
            emulator.journal().requests().assertCount(1);
        }

        @Test
        void two(SeedanceEmulator emulator) {
            one(emulator);
        }

        @AfterEach
        void after(SeedanceEmulator emulator) throws IOException {
            SEEN.add(emulator.baseUrl());
            assertThat(call(emulator.baseUrl())).isEqualTo(401);
        }
    }

    @ExtendWith(SeedanceEmulatorExtension.class)
    static class AsParameterAtTheSameTime {
        @Test
        void one(SeedanceEmulator emulator) throws Exception {
            together.await(60, TimeUnit.SECONDS);
            use(emulator);
            together.await(60, TimeUnit.SECONDS);
        }

        @Test
        void two(SeedanceEmulator emulator) throws Exception {
            one(emulator);
        }
    }

    @ExtendWith(SeedanceEmulatorExtension.class)
    static class AsParameterOfTheClass {
        @BeforeAll
        static void before(SeedanceEmulator emulator) throws IOException {
            use(emulator);
        }

        @Test
        void never() {
            SEEN.add("never");
        }
    }

    /** Its first test waits until its second has been refused. */
    static class SharedAtTheSameTime {
        @RegisterExtension static final SeedanceEmulator EMULATOR = SeedanceEmulatorExtension.of();

        @RegisterExtension
        static final TestWatcher WATCHER =
                new TestWatcher() {
                    @Override
                    public void testFailed(ExtensionContext context, Throwable cause) {
                        refused.countDown();
                    }
                };

        @ParameterizedTest(name = "[{index}] {0}")
        @ValueSource(strings = {"one", "two"})
        void waits(String name) throws Exception {
            use(EMULATOR);
            assertThat(refused.await(60, TimeUnit.SECONDS)).isTrue();
            EMULATOR.journal().requests().assertCount(1);
        }
    }
}
