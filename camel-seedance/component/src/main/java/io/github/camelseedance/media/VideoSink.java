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
package io.github.camelseedance.media;

import io.github.camelseedance.media.AttemptOutcome.Again;
import io.github.camelseedance.media.AttemptOutcome.Done;
import io.github.camelseedance.media.AttemptOutcome.Refused;
import java.io.IOException;
import java.util.Arrays;
import java.util.Optional;

/**
 * Puts the bytes of one video into its file, over all attempts, and refuses what is not a video,
 * too long, or not whole. Blocks on the disk; used by one thread at a time.
 */
final class VideoSink {
    private final SpoolFile file;
    private final ResumeState state;
    private final long maxDownloadSize;
    private byte[] unjudged = {};
    private VideoFormat format;

    VideoSink(SpoolFile file, ResumeState state, long maxDownloadSize) {
        this.file = file;
        this.state = state;
        this.maxDownloadSize = maxDownloadSize;
    }

    /** Gets ready for the body of one answer, behind what is here. */
    Optional<AttemptOutcome> begin() {
        unjudged = new byte[0];
        if (state.received() > 0) {
            return Optional.empty();
        }
        format = null;
        try {
            file.truncate(0);
            return Optional.empty();
        } catch (IOException e) {
            return Optional.of(unwritable(e));
        }
    }

    /** Takes bytes; answers an outcome if they end the attempt. */
    Optional<AttemptOutcome> write(byte[] bytes) {
        if (format != null) {
            return append(bytes);
        }
        byte[] first = Arrays.copyOf(unjudged, unjudged.length + bytes.length);
        System.arraycopy(bytes, 0, first, unjudged.length, bytes.length);
        unjudged = first;
        if (first.length < VideoFormat.PREFIX) {
            return Optional.empty();
        }
        format = VideoFormat.of(first).orElse(null);
        return format == null ? Optional.of(notAVideo()) : append(first);
    }

    /**
     * Takes the end of the body.
     *
     * @param framed whether a cut could not have been taken for this end
     */
    AttemptOutcome end(boolean framed) {
        if (format == null && unjudged.length == 0) {
            return new Again("the answer was empty", 0, null, null);
        }
        if (format == null) {
            return notAVideo();
        }
        if (state.total() >= 0 && state.received() != state.total()) {
            return new Again("the answer ended after " + state.progress(), 0, null, null);
        }
        try {
            if (format.isBoxed() && framed && Boxes.overrun(file, state.received())) {
                state.startOver();
                return new Again(
                        "the answer ended within the video, though at the announced length",
                        0,
                        null,
                        null);
            }
            if (format.isBoxed() && !framed && !Boxes.fill(file, state.received())) {
                return new Again("the answer ended within the video", 0, null, null);
            }
            file.close();
            return new Done(format);
        } catch (IOException e) {
            return unwritable(e);
        }
    }

    private Optional<AttemptOutcome> append(byte[] bytes) {
        long length = state.received() + bytes.length;
        if (length > maxDownloadSize) {
            return Optional.of(
                    AnswerHead.tooBig("more than " + maxDownloadSize, maxDownloadSize, 0));
        }
        if (state.total() >= 0 && length > state.total()) {
            String problem = "more bytes were answered than the " + state.total() + " announced";
            state.startOver();
            return Optional.of(new Again(problem, 0, null, null));
        }
        try {
            file.write(bytes, state.received());
            state.add(bytes.length);
            return Optional.empty();
        } catch (IOException e) {
            return Optional.of(unwritable(e));
        }
    }

    private AttemptOutcome notAVideo() {
        return new Refused(
                "the answer does not start as a video does" + TextExcerpt.of(unjudged),
                DownloadAdvice.NOT_A_VIDEO,
                0,
                null);
    }

    private AttemptOutcome unwritable(IOException e) {
        return unwritable(String.valueOf(file.path().getParent()), e);
    }

    /** What is refused because there is no place for it. */
    static AttemptOutcome unwritable(String directory, IOException e) {
        return new Refused(
                "it could not be written to the directory " + directory + ": " + e.getMessage(),
                "Make room there, or name another directory in the option spoolDirectory",
                0,
                e);
    }
}
