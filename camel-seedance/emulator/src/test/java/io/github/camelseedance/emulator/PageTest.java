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
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.github.camelseedance.emulator.fault.TaskErrorCode;
import io.github.camelseedance.emulator.image.ImageFetching;
import io.github.camelseedance.emulator.task.TaskStatus;
import java.io.File;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.logging.Level;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.openqa.selenium.By;
import org.openqa.selenium.StaleElementReferenceException;
import org.openqa.selenium.WebElement;
import org.openqa.selenium.chrome.ChromeDriver;
import org.openqa.selenium.chrome.ChromeDriverService;
import org.openqa.selenium.chrome.ChromeOptions;
import org.openqa.selenium.logging.LogType;
import org.openqa.selenium.logging.LoggingPreferences;
import org.openqa.selenium.support.ui.Select;

/** The page in a real browser: Chromium without a window. */
class PageTest {

    private static final File BROWSER = new File("/usr/bin/chromium");
    private static final File DRIVER = new File("/usr/bin/chromedriver");

    private static ChromeDriver browser;

    private SeedanceEmulator emulator;
    private Client client;

    @BeforeAll
    static void openBrowser() {
        assumeTrue(
                BROWSER.canExecute() && DRIVER.canExecute(),
                () ->
                        "The page is tested where "
                                + BROWSER
                                + " and "
                                + DRIVER
                                + " are: install Debian's packages chromium and chromium-driver");
        ChromeOptions options = new ChromeOptions();
        options.setBinary(BROWSER);
        options.addArguments(
                "--headless",
                "--no-sandbox",
                "--disable-gpu",
                "--disable-dev-shm-usage",
                "--no-first-run",
                "--disable-background-networking",
                "--disable-component-update",
                "--disable-sync",
                "--disable-quic",
                "--window-size=1300,1000");
        LoggingPreferences logs = new LoggingPreferences();
        logs.enable(LogType.BROWSER, Level.ALL);
        options.setCapability(ChromeOptions.LOGGING_PREFS, logs);
        ChromeDriverService driver =
                new ChromeDriverService.Builder()
                        .usingDriverExecutable(DRIVER)
                        .usingAnyFreePort()
                        .build();
        browser = new ChromeDriver(driver, options);
    }

    @AfterAll
    static void closeBrowser() {
        if (browser != null) {
            browser.quit();
        }
    }

    @BeforeEach
    void open() {
        emulator =
                SeedanceEmulator.builder()
                        .imageFetching(ImageFetching.LOOPBACK)
                        .lowCost(true)
                        .frozen()
                        .build()
                        .start();
        client = new Client(emulator);
        browser.get(emulator.baseUrl());
    }

    @AfterEach
    void close() {
        try {
            assertThat(script("return performance.getEntriesByType('resource').map(e => e.name)"))
                    .asInstanceOf(InstanceOfAssertFactories.LIST)
                    .isNotEmpty()
                    .allMatch(url -> url.toString().startsWith(emulator.baseUrl() + "/"));
            assertThat(complaints()).isEmpty();
        } finally {
            browser.get("about:blank");
            emulator.close();
        }
    }

    private static List<String> complaints() {
        return browser.manage().logs().get(LogType.BROWSER).getAll().stream()
                .map(entry -> entry.getLevel() + " " + entry.getMessage())
                .toList();
    }

    private static Object script(String script, Object... arguments) {
        return browser.executeScript(script, arguments);
    }

    private static WebElement one(String selector) {
        return browser.findElement(By.cssSelector(selector));
    }

    private static List<String> texts(String selector) {
        return browser.findElements(By.cssSelector(selector)).stream()
                .map(WebElement::getText)
                .toList();
    }

    private static void click(String selector) {
        one(selector).click();
    }

    private static ConditionFactory soon() {
        return await().pollInterval(Duration.ofMillis(20))
                .atMost(Duration.ofSeconds(30))
                // The page may be drawn anew between the finding of an element and the look at it.
                .ignoreException(StaleElementReferenceException.class);
    }

    private static void shows(String selector, String... texts) {
        soon().untilAsserted(() -> assertThat(texts(selector)).containsExactly(texts));
    }

    private String created(String prompt) throws Exception {
        String body = Client.body("https://example.com/grass.jpg");
        return client.created(body.replace("Wind in the grass", prompt));
    }

    private TaskStatus status(String id) {
        return emulator.tasks().find(id).orElseThrow().status();
    }

    @Test
    void showsTasksAsTheyMove() throws Exception {
        assertThat(one("#tasks-none").getText()).contains(emulator.baseUrl());
        created("A lake");
        shows("article .prompt", "A lake");
        created("A harbour");
        shows("article .prompt", "A harbour", "A lake");
        shows("article .state", "pending", "pending");
        script("document.querySelector('article:last-child').mark = 'kept'");

        click("[data-advance='10s']");
        shows("article .state", "processing", "processing");
        assertThat(one("article progress").getDomProperty("value")).isEqualTo("6");

        click("[data-advance='165s']");
        shows("article .state", "completed", "completed");
        assertThat(one("article progress").isDisplayed()).isFalse();
        assertThat(one("article .facts").getText())
                .contains("seedance-2.0-image-to-video", "720p", "5 s", "67.5 credits");
        assertThat(script("return document.querySelector('article:last-child').mark"))
                .isEqualTo("kept");
    }

    @Test
    void showsThePicturesAndPlaysTheVideoOnWhileTheListGrows() throws Exception {
        String first = client.uploaded(Client.image("png", 320, 320));
        String last = client.uploaded(Client.image("jpg", 640, 480));
        String id = client.created(Client.body(first, last));
        shows("article .id", id);
        soon().until(
                        () ->
                                script(
                                        "return [...document.querySelectorAll('.frames img')]"
                                                + ".map(i => i.naturalWidth).join()"),
                        "320,640"::equals);

        emulator.tasks().complete(id);
        soon().until(() -> !browser.findElements(By.tagName("video")).isEmpty());
        script(
                "const v = document.querySelector('video'); v.muted = true; v.loop = true; v.play()");
        soon().until(
                        () ->
                                script(
                                        "const v = document.querySelector('video');"
                                                + "return v.readyState >= 2 && v.currentTime > 0"),
                        Boolean.TRUE::equals);

        created("Another");
        soon().until(() -> texts("article").size() == 2);
        assertThat(script("return document.querySelector('video').paused")).isEqualTo(false);
        assertThat(script("return document.querySelector('video').videoWidth")).isEqualTo(1280L);
    }

    @Test
    void endsTasks() throws Exception {
        String completed = created("To complete");
        shows("article .id", completed);
        click("[data-do=complete]");
        shows("article .state", "completed");
        assertThat(status(completed)).isEqualTo(TaskStatus.COMPLETED);
        assertThat(one("[data-do=complete]").isDisplayed()).isFalse();
        assertThat(one("[data-do=redeliver]").isDisplayed()).isFalse();
        assertThat(script("return document.activeElement.tagName")).isEqualTo("ARTICLE");

        click("[data-do=expire]");
        shows("article .why", "The link to the video has expired.");
        assertThat(browser.findElements(By.tagName("video"))).isEmpty();
        String link = client.status(completed).at("/results/0").textValue();
        assertThat(client.get(link).statusCode()).isEqualTo(403);

        String failed = created("To fail");
        soon().until(() -> texts("article").size() == 2);
        new Select(one("article select")).selectByVisibleText("resource_exhausted");
        click("[data-do=fail]");
        shows("article .state", "failed", "completed");
        assertThat(client.status(failed).at("/error/code").textValue())
                .isEqualTo("resource_exhausted");

        String cancelled = created("To cancel");
        soon().until(() -> texts("article").size() == 3);
        click("[data-do=cancel]");
        shows("article .state", "cancelled", "failed", "completed");
        assertThat(status(cancelled)).isEqualTo(TaskStatus.CANCELLED);
    }

    @Test
    void steersTheClock() throws Exception {
        shows("#speed", "frozen");
        Instant before = emulator.clock().now();
        one("[name=by]").sendKeys("90s");
        click("#advance button");
        soon().until(() -> emulator.clock().now().equals(before.plusSeconds(90)));
        click("[data-advance='24h']");
        soon().until(
                        () ->
                                emulator.clock()
                                        .now()
                                        .equals(before.plusSeconds(90).plus(Duration.ofHours(24))));
        String shown = emulator.clock().now().toString().substring(11, 19);
        soon().until(() -> one("#now").getText().contains(shown));

        click("#freeze");
        shows("#speed", "runs ×1");
        assertThat(emulator.clock().speed()).isEqualTo(1);
        emulator.clock().run(2);
        shows("#speed", "runs ×2");
        click("#freeze");
        shows("#speed", "frozen");
        assertThat(emulator.clock().isFrozen()).isTrue();
        click("#freeze");
        shows("#speed", "runs ×2");
    }

    @Test
    void showsCreditsAndRequests() throws Exception {
        String id = created("Paid");
        client.get("/v1/credits");
        emulator.tasks().complete(id);
        client.get("/v1/tasks/task-unified-none");

        shows(".entries .kind", "charge", "reserve");
        shows(".entries .amount", "67.5", "67.5");
        assertThat(one(".balance").getText()).isEqualTo("9,999,932.5");
        assertThat(one(".charged").getText()).isEqualTo("67.5");
        shows("#requests .method", "GET", "GET", "POST");
        shows("#requests .status", "404", "200", "200");
        shows("#requests-count", "3");
    }

    @Test
    void showsAndResendsCallbacks() throws Exception {
        try (CallbackReceiver receiver = new CallbackReceiver().answers(500)) {
            String body = Client.body("https://example.com/grass.jpg");
            String id =
                    client.created(
                            body.replace("{", "{\"callback_url\":\"" + receiver.url() + "\","));
            shows("article .id", id);
            click("[data-do=complete]");
            shows("#callbacks .state", "waiting");
            click("[data-advance='10s']");
            shows("#callbacks .state", "delivered");
            assertThat(one("#callbacks .url").getText()).isEqualTo(receiver.url());
            assertThat(one("#callbacks .attempts").getText()).isEqualTo("1. 500 · 2. 200");

            click("#callbacks button");
            shows("#callbacks .state", "delivered", "delivered");
            click("[data-do=redeliver]");
            shows("#callbacks .state", "delivered", "delivered", "delivered");
            assertThat(receiver.received()).hasSize(4);
        }
    }

    @Test
    void scriptsFaults() throws Exception {
        shows("#faults-count", "0");
        one("[name=script]").sendKeys("credits:html-error(502)*2");
        click("#fault button");
        shows("#faults code", "credits:html-error(502)*2");

        assertThat(client.get("/v1/credits").statusCode()).isEqualTo(502);
        shows("#faults code", "credits:html-error(502)");
        shows("#requests .fault", "html-error(502)");

        click("#faults button");
        shows("#faults-count", "0");
        assertThat(client.get("/v1/credits").statusCode()).isEqualTo(200);

        one("[name=script]").sendKeys("create:lose-answer");
        new Select(one("[name=kind]")).selectByValue("prompt");
        one("[name=value]").sendKeys("lake");
        click("#fault button");
        shows("#faults code", "create:lose-answer when prompt \"lake\"");
        assertThat(one("[name=value]").isDisplayed()).isFalse();
    }

    @Test
    void offersWhatCanBeChosen() {
        assertThat(
                        script(
                                "return [...document.querySelector('#task').content"
                                        + ".querySelectorAll('option')].map(o => o.text)"))
                .isEqualTo(List.copyOf(TaskErrorCode.all()));
        one("[name=script]").click();
        soon().until(
                        () ->
                                script(
                                        "return document.querySelector('#known-faults').options.length"),
                        count -> (Long) count > 100);
    }

    @Test
    void takesHostileWordsAsWords() throws Exception {
        String prompt = "<img src=x onerror=document.title='hacked'><script>alert(1)</script>";
        created(prompt);

        shows("article .prompt", prompt);
        assertThat(browser.getTitle()).isEqualTo("Seedance emulator");
        assertThat(browser.findElements(By.cssSelector("article .prompt *"))).isEmpty();
    }

    @Test
    void saysWhatWentWrong() {
        one("[name=by]").sendKeys("tomorrow");
        click("#advance button");

        soon().until(() -> one("#notice").getText().contains("'tomorrow' is not a duration"));
        assertThat(one("[name=by]").getDomProperty("value")).isEqualTo("tomorrow");
        click("#notice button");
        assertThat(one("#notice").isDisplayed()).isFalse();
        assertThat(soon().until(PageTest::complaints, said -> !said.isEmpty()))
                .singleElement()
                .asString()
                .contains("400");
    }

    @Test
    void leavesThePersonsFocusAndTextAlone() throws Exception {
        one("[name=by]").sendKeys("12");
        created("A lake");
        shows("article .prompt", "A lake");
        one("[name=by]").sendKeys("3s");

        assertThat(one("[name=by]").getDomProperty("value")).isEqualTo("123s");
        assertThat(browser.switchTo().activeElement()).isEqualTo(one("[name=by]"));
    }

    @Test
    void fitsAPhone() throws Exception {
        created("A_word_that_never_ends_".repeat(20));
        soon().until(() -> texts("article").size() == 1);
        browser.executeCdpCommand(
                "Emulation.setDeviceMetricsOverride",
                Map.of("width", 390, "height", 844, "deviceScaleFactor", 2, "mobile", true));
        try {
            assertThat(script("return document.documentElement.scrollWidth")).isEqualTo(390L);
            assertThat(one("main > div").getRect().getX())
                    .isEqualTo(one("article").getRect().getX());
        } finally {
            browser.executeCdpCommand("Emulation.clearDeviceMetricsOverride", Map.of());
        }
    }

    @Test
    void resets() throws Exception {
        created("A lake");
        shows("article .prompt", "A lake");

        click("#reset");

        shows("article");
        assertThat(one("#tasks-none").isDisplayed()).isTrue();
        assertThat(emulator.tasks().list()).isEmpty();
    }
}
