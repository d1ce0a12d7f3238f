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

import io.github.camelseedance.api.SeedanceDownloadException;
import io.github.camelseedance.api.SeedanceInvalidRequestException;
import io.github.camelseedance.api.SeedanceTaskFailedException;
import io.github.camelseedance.api.VideoTask;
import io.github.camelseedance.emulator.SeedanceEmulator;
import io.github.camelseedance.emulator.fault.Fault;
import io.github.camelseedance.emulator.fault.Phase;
import java.net.URI;
import java.util.List;
import java.util.Map;
import org.apache.camel.Exchange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What {@code download} refuses: a clear exception, and no file. */
class DownloadRefusalTest extends DownloadTestSupport {

    @Test
    void aLinkThatHasExpired() {
        VideoTask old = completedTask();
        emulator.tasks().expireLink(old.id());
        emulator.journal().clear();

        SeedanceDownloadException byTask = refusal(send(download(), old));
        SeedanceDownloadException byLink = refusal(send(download(), old.videoUrl()));
        SeedanceDownloadException byHeaders =
                refusal(
                        send(
                                download(),
                                null,
                                Map.of(
                                        SeedanceConstants.VIDEO_URL,
                                        old.videoUrl(),
                                        SeedanceConstants.TASK_ID,
                                        old.id())));

        assertThat(List.of(byTask, byLink, byHeaders))
                .allSatisfy(
                        refusal -> {
                            assertThat(refusal.getHttpStatus()).isEqualTo(403);
                            assertThat(refusal)
                                    .hasMessageContaining(
                                            emulator.baseUrl()
                                                    + "/media/"
                                                    + old.id()
                                                    + ".mp4?***: the link was refused")
                                    .hasMessageContaining(
                                            "Links live 24 hours after the task has ended: read the"
                                                    + " task again with seedance:status");
                        });
        assertThat(List.of(byTask, byHeaders))
                .allSatisfy(
                        refusal -> {
                            assertThat(refusal.getTaskId()).isEqualTo(old.id());
                            assertThat(refusal).hasMessageContaining("and so was the fresh one");
                        });
        assertThat(byLink.getTaskId()).isNull();
        assertThat(emulator.journal().statusReads()).hasSize(2);
    }

    @Test
    void aLinkThatHasExpiredOfATaskThatIsGone() {
        VideoTask old = completedTask();
        emulator.tasks().forget(old.id());

        SeedanceDownloadException refusal = refusal(send(download(), old));

        assertThat(refusal).hasMessageContaining("and no fresh one could be read");
        assertThat(refusal.getCause()).hasMessageContaining("HTTP 404 task_not_found");
    }

    @ParameterizedTest
    @CsvSource({
        "https://10.0.0.1/a.mp4?signature=1, https://10.0.0.1/a.mp4?***, 10.0.0.1:443",
        "http://127.0.0.1:9/a.mp4, http://127.0.0.1:9/a.mp4, 127.0.0.1:9",
        "https://localhost/a.mp4, https://localhost/a.mp4, localhost:443",
        "https://169.254.169.254/latest, https://169.254.169.254/latest, 169.254.169.254:443",
        "https://[::1]:8443/a.mp4, https://[::1]:8443/a.mp4, [::1]:8443"
    })
    void aPrivateAddress(String link, String shown, String host) {
        String problem =
                "The link "
                        + shown
                        + " leads to a private address, to which no connection is made. If it is"
                        + " meant, name '"
                        + host
                        + "' in the option trustedHosts.";
        assertThat(refusal(send(download(), link))).hasMessage(problem);

        emulator.faults().next(Phase.DOWNLOAD, Fault.redirect(302, link));
        SeedanceDownloadException redirected = refusal(send(download(), task));

        assertThat(redirected)
                .hasMessageContaining("answered a redirect that was not followed")
                .hasMessageEndingWith(problem);
        assertThat(redirected.getTaskId()).isEqualTo(task.id());
    }

    @Test
    void aPrivateAddressInATask() {
        String id = completedTask().id();
        emulator.tasks()
                .answerWith(
                        id,
                        "{\"id\":\""
                                + id
                                + "\",\"status\":\"completed\",\"results\":"
                                + "[\"https://192.168.0.1/a.mp4?signature=1\"]}");
        Exchange read = succeeded(send("seedance:status", id));

        assertThat(refusal(send(download(), read.getMessage().getBody())))
                .hasMessageStartingWith(
                        "The link https://192.168.0.1/a.mp4?*** leads to a private");
    }

    /** Who names the host means it. */
    @Test
    void noPrivateAddressThatIsTrusted() {
        try (SeedanceEmulator other = SeedanceEmulator.builder().build().start()) {
            String host = URI.create(other.baseUrl()).getAuthority();
            String link = other.baseUrl() + "/media/a.mp4";
            assertThat(refusal(send(download(), link))).hasMessageContaining("'" + host + "'");
            assertThat(other.journal().requests()).isEmpty();

            SeedanceComponent trusting = new SeedanceComponent();
            trusting.setConfiguration(seedance.getConfiguration());
            trusting.setTrustedHosts("media.example.com, " + host);
            context.addComponent("trusting", trusting);

            assertThat(refusal(send(download().replace("seedance:", "trusting:"), link)))
                    .hasMessageContaining("the link was refused");
            assertThat(other.journal().requests())
                    .hasSize(1)
                    .noneMatch(request -> request.authorizationPresent());
        }
    }

    @Test
    void aPage() {
        emulator.faults().next(Phase.DOWNLOAD, Fault.html());

        assertThat(refusal(send(download(), task)))
                .hasMessageContaining(
                        "the answer is 'text/html' and no video: '<!doctype html><title>Sign in")
                .hasMessageEndingWith(
                        "Check the link: it must be the one that seedance:status reads from a"
                                + " completed task.");
        assertThat(mediaRequests()).hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"<!doctype html><title>Sign in</title>", "{\"error\":1}", "\u0089PNG"})
    void whatDoesNotStartAsAVideoWhateverItIsCalled(String body) {
        emulator.faults().next(Phase.DOWNLOAD, Fault.answer(200, "video/mp4", body));

        assertThat(refusal(send(download(), task)))
                .hasMessageContaining("the answer does not start as a video does");
    }

    @Test
    void aVideoThatIsTooBig() {
        assertThat(refusal(send(download() + "&maxDownloadSize=" + (video.length - 1), task)))
                .hasMessageContaining(
                        "the video has "
                                + video.length
                                + " bytes, and maxDownloadSize allows "
                                + (video.length - 1)
                                + ". Raise maxDownloadSize if such a video is meant.");
        succeeded(send(download() + "&maxDownloadSize=" + video.length, task));
    }

    @Test
    void aTaskWithoutAVideo() {
        VideoTask pending =
                succeeded(send("seedance:submit?track=false", REQUEST))
                        .getMessage()
                        .getBody(VideoTask.class);
        assertThat(refusal(send(download(), pending)))
                .hasMessage(
                        "The task "
                                + pending.id()
                                + " is still pending and has no video yet. Wait for its end with"
                                + " seedance:await, or receive it from seedance:completion.");

        VideoTask failed = pending.withStatus("failed", null);
        assertThat(failure(send(download(), failed), SeedanceTaskFailedException.class))
                .hasMessageContaining(pending.id() + " ended as failed");
        assertThat(mediaRequests()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "a caption, a caption",
        "ftp://example.com/a.mp4?signature=1, ftp://example.com/a.mp4?…",
        "task-unified-1-abc, task-unified-1-abc",
        "' ', ' '"
    })
    void whatNamesNoVideo(String body, String shown) {
        assertThat(failure(send(download(), body), SeedanceInvalidRequestException.class))
                .hasMessageContaining("video_url = '" + shown + "': name a video: a VideoTask or");
    }
}
