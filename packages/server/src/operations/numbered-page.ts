import { PAGE_SIZE_DEFAULT } from '@cadastre/api-contract';

/** The page that a list by page numbers is asked for. */
export interface NumberedPage {
  readonly pageNumber: number;
  readonly pageSize: number;
  /** How many entries come before it. */
  readonly offset: number;
}

export function readNumberedPage(input: {
  readonly PageNumber?: number | undefined;
  readonly PageSize?: number | undefined;
}): NumberedPage {
  const { PageNumber: pageNumber = 1, PageSize: pageSize = PAGE_SIZE_DEFAULT } = input;
  return { pageNumber, pageSize, offset: (pageNumber - 1) * pageSize };
}

/** The fields of an answer that say which page it is, of how many entries. */
export function describeNumberedPage({ pageNumber, pageSize }: NumberedPage, totalCount: number) {
  return { PageNumber: pageNumber, PageSize: pageSize, TotalCount: totalCount };
}
