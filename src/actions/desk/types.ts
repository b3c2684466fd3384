/** What the desk shows and what its changes answer. The desk keeps nothing of its own: all of this is read from the workspace's files and the store. */
import type {
  Bill,
  Check,
  Day,
  DropReason,
  Iso,
  IssueStatus,
  Reason,
  RenderProblem,
  SlotName,
  SourceEvidence,
  ToldBefore,
} from '../../types.ts';

/** A block as the desk names it: where it stood when it was read, and the hash of its bytes. A block that was changed meanwhile has another hash. */
export interface BlockRef {
  /** From 0. */
  index: number;
  /** 16 hex digits of sha256. */
  rev: string;
}

/** What a change answers: it was made, it collides with another one, or it can't be done. Nothing is lost in any of the three. */
export type Changed =
  | {
      ok: true /** In a few words, for the undo button: “heading edited”. */;
      did: string;
      block?: BlockRef;
      note?: string;
    }
  | { ok: false; conflict: Conflict }
  | { ok: false; refused: string };

/** The same words were changed elsewhere since the desk read them. */
export interface Conflict {
  /** What was to be written. */
  yours: string;
  /** What stands there now; undefined: it was deleted. */
  theirs?: string;
  /** How to name what stands there now. */
  block?: BlockRef;
  detail: string;
}

/** One quote of a block, with where it comes from. */
export interface DeskQuote {
  text: string;
  /** The page that it is attributed to. */
  url?: string;
  proof:
    | {
        kind: 'proven' | 'passage';
        capturedAt?: Iso;
        /** The words around it, the quote itself at start–end of them. */
        passage: string;
        start: number;
        end: number;
        /** Link to the very place: the second of a recording, else a text fragment (WICG scroll-to-text). */
        at: string;
      }
    | { kind: 'vouched'; by: string; heard: Day; at?: string }
    | { kind: 'missing' /** What the source says that is nearest. */; nearest?: string; detail: string };
}

export interface DeskBlock extends BlockRef {
  heading: string;
  length?: string;
  /** As it stands in the file, the rule behind it aside. */
  markdown: string;
  /** The story that it tells, and how it came to be; undefined: the editor's own block. */
  story?: {
    id: string;
    slot: SlotName | 'house';
    writer: 'model' | 'extractive';
    /** The editor changed it. */
    edited: boolean;
    score: number;
    reasons: Reason[];
    items: SourceEvidence[];
    told?: ToldBefore;
    /** What was refused on the way to this text. */
    refused: Check[];
    pinned: boolean;
  };
  quotes: DeskQuote[];
  /** Every link, in order. */
  links: string[];
}

export interface DeskView {
  number: number;
  status: IssueStatus;
  date: Day;
  window?: { since: Day; until: Day };
  newsletter: string;
  language: string;
  /** Hash of the whole file: another one means that something changed. */
  rev: string;
  subject: string;
  /** Drafted subjects to choose from. */
  subjects: string[];
  preheader: string;
  letter: BlockRef & { markdown: string /** It is still the machine's. */; machine: boolean };
  blocks: DeskBlock[];
  /** Machine blocks that the editor deleted. */
  deleted: { storyId: string; heading: string; markdown: string }[];
  approved?: { by: string; at: Iso };
  bill: Bill;
  draftedAt?: Iso;
  notes: string[];
  /** What undo and redo would take back or do again. */
  undo?: string;
  redo?: string;
  /** Links that the editor opened from the desk. */
  opened: string[];
}

/** Something that the proofreader found, worst first, with what mends it. */
export interface DeskCheck {
  check: Check | RenderProblem | { rule: 'dead-link'; level: 'error'; detail: string };
  /** Undefined: letter, subject, or the email as a whole. */
  block?: BlockRef;
  /** What one button does. */
  fix?:
    | {
        kind: 'replace';
        label: string /** Words of the block, and what takes their place. */;
        from: string;
        to: string;
      }
    | { kind: 'vouch'; label: string; quote: string; url: string }
    | { kind: 'rewrite'; label: string; remark: string }
    | { kind: 'swap'; label: string; quote: string }
    | { kind: 'edit'; label: string /** Words to put the cursor at. */; at: string };
}
export interface DeskChecks {
  checks: DeskCheck[];
  errors: number;
  warnings: number;
  size: { bytes: number; limit: number };
  /** Pages that were proven from passages alone. */
  fromPassages: number;
}

/** A page that is not in the issue and may be pulled in. */
export interface BenchRow {
  /** `story:ID`, or `item:ID` for a page that is in no story; finds of the inbox have `find:ID`. */
  id: string;
  title: string;
  url: string;
  source: string;
  publishedAt?: Iso;
  score?: number;
  reasons: Reason[];
  /** Why it is not in the issue. */
  reason?: DropReason;
  items: { url: string; title: string; source: string }[];
  /** It can be told: its words were captured. */
  quotable: boolean;
  /** The issue tells it already. */
  inIssue: boolean;
}
export interface Bench {
  runnersUp: BenchRow[];
  inbox: {
    url: string;
    note?: string;
    section?: SlotName;
    added: Day;
    usedIn?: number;
    /** `find:ID`, for what the issue does not tell yet. */
    id?: string;
  }[];
  /** Said where the week's pages are not on this machine, and what can't be done therefore. */
  note?: string;
}

/** A quote that could stand in place of another. */
export interface Candidate {
  /** sha256 of page and words, 16 hex digits. */
  id: string;
  text: string;
  url: string;
  source: string;
  score: number;
  passage: string;
  seconds?: number;
  voice?: { handle: string; where: string };
}

/** The captured words of a page, shown as text. */
export interface SourceView {
  url: string;
  title: string;
  author?: string;
  site?: string;
  publishedAt?: Iso;
  capturedAt?: Iso;
  text: string;
  /** Undefined: only passages are here, not the whole. */
  whole: boolean;
  /** Spans of `text` that the issue quotes. */
  marks: { start: number; end: number }[];
  minutes?: number;
}

/** Where each number and name of a block's own words stands in its sources. */
export interface WordProof {
  /** As the block says it. */
  words: string;
  kind: 'number' | 'date' | 'name';
  /** Undefined: nowhere. */
  found?: { url: string; passage: string; start: number; end: number };
}

/** The week in figures: what the pictures are drawn from. */
export interface WeekFigures {
  funnel: { label: string; count: number; detail: string }[];
  leftOut: { reason: string; items: number; stories: number }[];
  stories: { id: string; title: string; items: number; score: number; inIssue: boolean; onTopic: boolean }[];
  sources: {
    id: string;
    name: string;
    items: number;
    told: number;
    failuresInARow: number;
    lastError?: string;
    itemsAWeek?: number;
  }[];
  bill: Bill;
}
